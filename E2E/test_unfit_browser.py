"""A browser whose offer cannot be answered: the page says why and what to do, at once, and the clinic knows to telephone."""

import gzip

from people import Person
from waiting import wait_until

TOO_OLD = "Den er nok for gammel. Opdatér browseren"


def sends_no_rtcp_mux(page):
    """From now on what this page offers lacks what a browser too old would not have."""
    def offers(route):
        offer = gzip.decompress(route.request.post_data_buffer)
        route.continue_(post_data=gzip.compress(offer.replace(b"a=rtcp-mux\r\n", b"")))
    page.route("**/media", offers)


def test_the_patient_reads_why_and_the_clinic_telephones(server, patient, staff):
    visit = server.book("Ulla Uhrskov")
    ulla, clinician = patient(visit), staff()
    sends_no_rtcp_mux(ulla.page)
    ulla.arrive()
    ulla.says(TOO_OLD, 5)
    # Nobody waits for a line that cannot come: the trial is over, and the clinic sees what is left.
    clinician.sees_in(visit, "waiting")
    wait_until(lambda: ulla.page.locator("#verdict").get_attribute("data-verdict") == "telephone", 5, "the verdict")
    clinician.page.locator(clinician.card(visit)).get_by_text("Brug telefonen").first.wait_for()


def test_the_public_test_says_why(server, windows):
    one = Person(windows(), server)
    sends_no_rtcp_mux(one.page)
    one.page.goto(server.address + "/test")
    one.press("test-devices")
    one.says(TOO_OLD, 8)
    wait_until(lambda: one.page.locator("#trial").get_attribute("data-state") == "done", 8, "the trial to be over")
    assert TOO_OLD in one.page.locator("#problem").inner_text()
