"""One press goes to the telephone: the number is shown, and the record says so."""

from waiting import wait_until


def test_go_to_telephone(server, patient, staff):
    visit = server.book("Gunnar Gren")
    gunnar, clinician = patient(visit), staff()
    gunnar.becomes_ready()
    clinician.admit(visit).is_in_call()
    gunnar.is_in("inCall").sees(10)
    clinician.press("go-to-telephone")
    number = clinician.page.locator("#call-number:visible")
    number.wait_for()
    assert number.inner_text().replace(" ", "").endswith("12345678")
    assert number.get_attribute("href").startswith("tel:")
    clinician.ends("completedByTelephone")
    wait_until(lambda: visit.state == "ended", 5, "the visit to be ended")
    assert visit["outcome"] == "completedByTelephone"
    gunnar.is_in("ended")
