"""A patient with Firefox in a network that lets no UDP pass, a clinician with Chromium: both see and hear, over TCP."""

import time

from firefox import FirefoxInTheLaboratory
from laboratory import NO_UDP, browser_in, served
from people import Staff, both_ways


def test_firefox_without_udp(playwright, network, windows):
    network.spoil(from_a=NO_UDP, to_a=NO_UDP)
    with (
        served(network, "firefox-without-udp") as server,
        browser_in(playwright, network, "vtC", server.address) as chromium,
    ):
        visit = server.book("Fie Firewall")
        clinician = Staff(windows(chromium), server, server.staff()).sign_in()
        with FirefoxInTheLaboratory(visit, network) as fie:
            fie.arrive()
            since = time.monotonic()
            fie.path_is_up(seconds=30)
            print(f"Firefox without UDP: the path was up {time.monotonic() - since:.1f} s after the arrival")
            clinician.admit(visit).is_in_call()
            fie.is_in("inCall", seconds=30)
            both_ways(fie, clinician)
            assert fie.way == "tcp" and clinician.way == "udp"
            clinician.ends("completed")
            fie.is_in("ended", seconds=10)
