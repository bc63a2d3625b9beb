"""The public test of devices and line, for anybody without a visit."""

from people import Person
from waiting import wait_until


def test_public_test(server, windows):
    window = windows()
    one = Person(window, server)
    one.page.goto(server.address + "/test")
    one.press("test-devices")
    one.path_is_up(20)
    # Own picture, as it returned from the server.
    wait_until(lambda: one.frames() > 10, 20, "the own picture to come back", 0.2)
    verdict = one.page.locator("#verdict")
    wait_until(lambda: verdict.get_attribute("data-verdict") not in (None, "unknown", "testing"), 60, "a verdict", 0.2)
    assert verdict.get_attribute("data-verdict") == "good"
