"""Attempts to sign in are limited for an account and for an address, and strangers cannot shut a clinic out."""

import pytest
from conftest import serving
from people import Staff


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Behind a proxy, which tells where a request comes from."""
    with serving(tmp_path_factory.mktemp("limits") / "data", "--behind-proxy", "true") as one:
        yield one


@pytest.fixture
def at(server, windows):
    """Somebody at an address: at("192.0.2.1", who)."""
    def come(address, who):
        return Staff(windows(extra_http_headers={"x-forwarded-for": address}), server, who)
    return come


def is_told(one, words):
    alert = one.page.locator('[role="alert"]:visible')
    alert.wait_for()
    assert words in alert.inner_text(), alert.inner_text()


def test_per_account(server, at):
    who = server.staff()
    home = at("198.51.100.7", who).sign_in()
    home.press("sign-out")
    home.page.wait_for_url("**/sign-in*")

    # Strangers from many addresses try one account.
    for number in range(5):
        stranger = at(f"192.0.2.{number}", who)
        stranger.sign_in(password="forkert")
        is_told(stranger, "Brugernavn eller adgangskode er forkert")
    late = at("192.0.2.99", who)
    late.sign_in(password=who["password"] + " ")
    is_told(late, "For mange forsøg. Prøv igen om 15 minutter")
    # What was typed stays, but for the password.
    assert late.page.locator('input[name="account"]').input_value() == who["account"]
    assert late.page.locator('input[type="password"]').input_value() == ""

    # Where the account has been signed in to before it still is.
    home.sign_in()
    # Others are not touched.
    at("192.0.2.99", server.staff("secretary")).sign_in()


def test_per_address(server, at):
    guesser = at("203.0.113.5", {"name": "", "account": "", "password": ""})
    guesser.page.goto(server.address + "/sign-in")
    for number in range(20):
        guesser.page.locator('input[name="account"]').fill(f"gaet{number}")
        guesser.page.locator('input[type="password"]').fill("forkert")
        guesser.press("sign-in")
        guesser.page.wait_for_function(
            "name => document.querySelector('[role=alert]') && document.querySelector('[name=account]').value === name",
            arg=f"gaet{number}")
    is_told(guesser, "forkert")
    # Even a right password is not looked at any more from here; from elsewhere it is.
    guesser.who = server.staff("manager")
    guesser.sign_in(password=guesser.who["password"])
    is_told(guesser, "For mange forsøg")
    at("203.0.113.6", guesser.who).sign_in()
