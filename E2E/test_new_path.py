"""A new path is taken by itself: another address, another port of the router's, another network, and one after a while
without any.
"""

import contextlib
import subprocess
import time

from hearing import GAPS, heard
from laboratory import CUT, SERVER
from waiting import wait_until

HOME, OTHER = "10.78.0.1", "10.78.0.9"


def changes_address(network, old, new):
    """As between two networks; gives the moment from which the new one could be used."""
    network.run("vtA", "ip", "addr", "del", f"{old}/24", "dev", "vtp0")
    network.run("vtA", "ip", "addr", "add", f"{new}/24", "dev", "vtp0")
    network.run("vtA", "ip", "route", "add", "default", "via", SERVER)
    return time.time() * 1000


def is_back_soon(patient, clinician, changes, within_ms):
    """Changes the patient's path again and again; both hear each other in time, after each and at the end."""
    took, back = [], 0
    for change in changes:
        # A line that has carried voice for some seconds, as in a talk.
        wait_until(lambda after=back: patient.page.evaluate("Date.now()") > after + 8000, 20, "the next change")
        since = change()
        # The silence that this change made, and its end.
        back = max(wait_until(
            lambda one=one: one.page.evaluate("(from) => gaps.find(([, end]) => end > from)?.[1]", since - 100), 15,
            f"the voice to be back; paths {one.paths}", 0.05) for one in (patient, clinician))
        took.append(back - since)
    shown = [f"{ms:.0f} ms" for ms in took]
    print("the voice was back after", shown)
    assert max(took) <= within_ms, f"the voice was back after {shown}"
    for one in (patient, clinician):
        one.sees(30)
        one.hears()
    clinician.ends("completed")


def begins(call, windows, who, **line):
    patient, clinician = call(windows, who, **line)
    for one in (patient, clinician):
        one.sees(60, seconds=40)
        one.page.evaluate(GAPS)
    return patient, clinician


def test_a_new_address(network, call, windows):
    swaps = ((HOME, OTHER), (OTHER, HOME), (HOME, OTHER), (OTHER, HOME))
    is_back_soon(*begins(call, windows, "Nanna Netskift"),
                 [lambda swap=swap: changes_address(network, *swap) for swap in swaps], 2000)


def test_a_router_that_has_forgotten(network, call, windows):
    """The same address and other ports: what is sent to the former ones comes no more (NAT)."""
    people = begins(call, windows, "Rita Router", ports=500)
    try:
        is_back_soon(*people, [lambda by=by: network.spoil(ports=by) * 1000 for by in (1000, 1500, 2000)], 2000)
        assert people[0].page.evaluate("probe.count()") == 1, "a new connection was made"
    finally:
        network.spoil()


@contextlib.contextmanager
def mobile(network):
    """Another network of the patient's, over which the server can be reached; it is there when it is switched on."""
    wire = ("vtq0", "netns", network.real("vtA"), "type", "veth", "peer", "name", "vtq1", "netns", network.real("vtB"))
    network.run("vtM", "ip", "link", "add", *wire)
    try:
        network.run("vtB", "ip", "addr", "add", "10.77.0.2/24", "dev", "vtq1")
        network.run("vtB", "ip", "link", "set", "vtq1", "up")
        # The server answers from the address that it was asked at.
        network.run("vtB", "ip", "route", "replace", "10.77.0.0/24", "dev", "vtq1", "src", SERVER)
        yield
    finally:
        network.run("vtB", "ip", "link", "del", "vtq1")


def switches(network, on, off):
    """One network for another; gives the moment from which the new one could be used, which is a second later where the link
    had been there before: the kernel tells of links once a second.
    """
    link, address, router = on
    network.run("vtA", "ip", "addr", "flush", "dev", off[0])
    network.run("vtA", "ip", "link", "set", off[0], "down")
    network.run("vtA", "ip", "addr", "replace", f"{address}/24", "dev", link)
    network.run("vtA", "ip", "link", "set", link, "up")
    network.run("vtA", "ip", "route", "replace", "default", "via", router)
    state = network.inside("vtA", "cat", f"/sys/class/net/{link}/operstate")
    wait_until(lambda: subprocess.check_output(state) == b"up\n", 5, "the link to be up", 0.005)
    return time.time() * 1000


def test_from_one_network_to_another(network, call, windows):
    """As when somebody leaves the house in the middle of a call, and comes home again."""
    home, street = ("vtp0", HOME, SERVER), ("vtq0", "10.77.0.1", "10.77.0.2")
    with mobile(network):
        try:
            is_back_soon(*begins(call, windows, "Gudrun Gade"), [
                lambda: switches(network, street, home), lambda: switches(network, home, street),
                lambda: switches(network, street, home), lambda: switches(network, home, street)], 2000)
        finally:
            switches(network, home, street)


def test_a_halt_is_no_other_address(network, call, windows):
    """Of a machine with more addresses than one, of both kinds."""
    network.run("vtA", "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=0")
    network.run("vtA", "ip", "-6", "addr", "add", "2001:db8::1/64", "dev", "vtp0", "nodad")
    network.run("vtA", "ip", "addr", "add", "10.99.0.5/24", "dev", "vtp0")
    try:
        patient, clinician = call(windows, "Flora Flere")
        for one in (patient, clinician):
            one.sees(60, seconds=40)
        network.spoil(from_a=CUT, to_a=CUT)
        # Long enough that the page looks at the addresses, and asks for a new path.
        patient.page.wait_for_timeout(900)
        network.spoil()
        for one in (patient, clinician):
            one.sees(60, seconds=20)
            one.hears()
        assert patient.page.evaluate("probe.count()") == 1, "a new connection was made"
        clinician.ends("completed")
    finally:
        network.run("vtA", "ip", "addr", "del", "10.99.0.5/24", "dev", "vtp0")
        network.run("vtA", "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1")


def test_a_new_path_that_could_not_be_asked_for(network, call, windows):
    """The old one goes on, and what is agreed upon with it can be changed all the same."""
    patient, clinician = call(windows, "Hanne Halvvejs")
    for one in (patient, clinician):
        one.sees(60, seconds=40)
    asked = []

    def refuse(route):
        if route.request.method != "PATCH":
            return route.fallback()
        asked.append(route.request.url)
        route.abort()

    patient.page.route("**/media/*", refuse)
    network.spoil(from_a=CUT, to_a=CUT)
    patient.page.wait_for_timeout(700)
    network.spoil()
    wait_until(lambda: asked, 10, "a new path to be asked for")
    for one in (patient, clinician):
        one.sees(60, seconds=20)
    patient.page.unroute("**/media/*", refuse)
    state = "probe.alive().map((one) => one.signalingState)"
    wait_until(lambda: patient.page.evaluate(state) == ["stable"], 10, "the exchange to come to its end", 0.1)
    assert patient.page.evaluate("probe.count()") == 1, "a new connection was made"
    for one in (patient, clinician):
        one.sees(60, seconds=20)
        one.hears()
    clinician.ends("completed")


def test_a_while_without_a_network(network, call, windows):
    patient, clinician = call(windows, "Otto Offline")
    for one in (patient, clinician):
        one.sees(60, seconds=40)
    network.run("vtA", "ip", "addr", "del", f"{HOME}/24", "dev", "vtp0")
    wait_until(lambda: not patient.page.locator("#lost").is_hidden(), 10, "the patient to see that the path is lost")
    # The time without a network itself: there is nothing to wait for but its end.
    patient.page.wait_for_timeout(8000)
    before = heard(clinician)
    network.run("vtA", "ip", "addr", "add", f"{OTHER}/24", "dev", "vtp0")
    network.run("vtA", "ip", "route", "add", "default", "via", SERVER)
    since = time.time()
    try:
        wait_until(lambda: heard(clinician) > before and heard(patient) > 0, 20, "the voice to be back", 0.02)
        print(f"a network after a while without one: the voice was back after {time.time() - since:.2f} s")
        for one in (patient, clinician):
            one.sees(30)
            one.hears()
        clinician.ends("completed")
    finally:
        network.run("vtA", "ip", "addr", "del", f"{OTHER}/24", "dev", "vtp0")
        network.run("vtA", "ip", "addr", "add", f"{HOME}/24", "dev", "vtp0")
        network.run("vtA", "ip", "route", "add", "default", "via", SERVER)
