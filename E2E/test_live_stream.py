"""The live stream of a page, opened by somebody who means no good: it ends with its connection, whatever was sent on it."""

import socket
import ssl
import struct

import pytest
from conftest import serving
from waiting import wait_until

AWAY = "siden er lukket lige nu"
MORE_THAN_IS_BUFFERED = 12


def arrived(server, name):
    """A visit whose patient has come, by a program and not by a page."""
    visit = server.book(name)
    answer = server.ask("POST", visit.path + "/arrive", {"device": "d"})
    assert answer.status == 200, answer.text
    return visit


def cut(connection):
    """As a network does that is gone: with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@pytest.mark.parametrize("end", [socket.socket.close, cut])
def test_a_body_does_not_keep_it_open(server, staff, end):
    visit = arrived(server, f"Bodil Bag {end.__name__}")
    clinician = staff()
    text = lambda: clinician.page.locator(clinician.card(visit)).first.inner_text()  # noqa: E731
    wait_until(lambda: AWAY in text(), 10, "a patient without a page")
    connection = socket.create_connection((server.host, server.port), timeout=10)
    connection.sendall(
        f"GET {visit.path}/events?device=d HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n".encode())
    assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    wait_until(lambda: AWAY not in text(), 10, "the page to be there")
    for _ in range(MORE_THAN_IS_BUFFERED):
        connection.sendall(b"1\r\nx\r\n")
    end(connection)
    wait_until(lambda: AWAY in text(), 10, "the page to be gone")


@pytest.fixture(scope="module")
def over_tls(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("tls") / "data", "--tls", "self-signed") as one:
        yield one


def frame(kind, flags, stream, payload=b""):
    """A frame of HTTP/2 (RFC 9113 section 4.1)."""
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def get(path):
    """The header block of a GET (RFC 7541): indexed fields, and literals that are not to be indexed."""
    literal = lambda name, value: bytes([name, len(value)]) + value.encode()  # noqa: E731
    return b"\x82\x87" + literal(4, path) + literal(1, "localhost")


@pytest.mark.parametrize("pieces", [0, MORE_THAN_IS_BUFFERED])
@pytest.mark.parametrize("end", [ssl.SSLSocket.close, cut])
def test_http_2_that_breaks_off_in_a_body(over_tls, pieces, end):
    visit = arrived(over_tls, "Tora To")
    context = ssl._create_unverified_context()
    context.set_alpn_protocols(["h2"])
    for _ in range(5):
        plain = socket.create_connection((over_tls.host, over_tls.port), timeout=10)
        connection = context.wrap_socket(plain, server_hostname="localhost")
        assert connection.selected_alpn_protocol() == "h2"
        # HEADERS with all headers, but not the end of the request.
        connection.sendall(
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0) + frame(1, 4, 1, get(visit.path + "/events?device=d")))
        came = b""
        while b"data:" not in came:
            piece = connection.recv(65536)
            assert piece, "the stream ended before it began"
            came += piece
        for _ in range(pieces):
            connection.sendall(frame(0, 0, 1, b"x"))
        end(connection)
        assert over_tls.get("/support").status == 200
    seconds = over_tls.stop()
    over_tls.start()
    assert seconds < 8, "a stream that nobody reads any more kept the server"
