"""One press goes to the telephone, another back to the picture: the number is shown, and the record says so."""

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


def test_back_to_the_picture(server, patient, staff):
    visit = server.book("Tilde Tilbage")
    tilde, clinician = patient(visit), staff(nth=1)
    tilde.becomes_ready()
    clinician.admit(visit).is_in_call()
    tilde.is_in("inCall").sees(10)
    assert not clinician.offers("go-to-picture")
    clinician.press("go-to-telephone")
    tilde.page.locator("#by-telephone").wait_for()
    assert not clinician.offers("go-to-telephone", ".call-acts")

    clinician.press("go-to-picture")
    tilde.page.locator("#by-telephone").wait_for(state="hidden")
    clinician.page.locator("#call-number").wait_for(state="hidden")
    for one in (tilde, clinician):
        one.sees(20)
        one.hears()
    clinician.ends("")
    wait_until(lambda: visit.state == "ended", 5, "the visit to be ended")
    # As it happened: by picture, with a stretch by telephone between.
    assert visit["outcome"] == "completed"
    facts = server.api("GET", f"/api/visits/{visit.id}/facts").json
    words = [entry["word"] for entry in facts["entries"]]
    assert words.index("wentToTelephone") < words.index("wentToPicture") < words.index("ended")
    assert facts["videoSeconds"] > 0
