"""A patient with Firefox on a line that loses a fifth each way, a clinician with Chromium: each hears the other whole.

Firefox takes no redundancy within a packet and does not ask for lost sound, so the server repeats what it sends unasked; what
Firefox itself sends it repeats when the server asks."""

from firefox import FirefoxInTheLaboratory
from laboratory import browser_in, served
from people import Staff, both_ways
from waiting import wait_until

BAD = {"loss": 20}
WINDOW = 5 * 48_000


def played(person):
    """Sound that the browser made up, and all that it has played, in samples."""
    line = person.flow()[person.lines(0)[0]]
    return line["concealed"], line["samples"]


def made_up(person):
    """The share that is made up of five seconds from now on."""
    before = played(person)
    wait_until(lambda: played(person)[1] - before[1] >= WINDOW, 15, "five seconds of sound", 0.2)
    after = played(person)
    return (after[0] - before[0]) / (after[1] - before[1])


def test_firefox_on_a_bad_line(playwright, network, windows):
    with (
        served(network, "firefox-bad-line") as server,
        browser_in(playwright, network, "vtC", server.address) as chromium,
    ):
        visit = server.book("Frida Fjern")
        clinician = Staff(windows(chromium), server, server.staff()).sign_in()
        with FirefoxInTheLaboratory(visit, network) as frida:
            frida.arrive()
            frida.path_is_up(seconds=30)
            clinician.admit(visit).is_in_call()
            frida.is_in("inCall", seconds=30)
            both_ways(frida, clinician)
            network.spoil(from_a=BAD, to_a=BAD)
            for name, person in (("Firefox", frida), ("Chromium", clinician)):
                shares = []
                wait_until(lambda: shares.append(made_up(person)) or shares[-1] < 0.05, 60,
                           f"the voice to be whole in {name}")
                print(f"{name} on a line that loses a fifth: {', '.join(f'{share:.1%}' for share in shares)} made up")
            network.spoil()
            clinician.ends("completed")
            frida.is_in("ended", seconds=10)
