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
    # They speak by telephone: neither page goes on listening or looking, and a press on its controls changes nothing.
    for one in (tilde, clinician):
        wait_until(lambda one=one: one.taking == [], 10, "microphone and camera to be out")
        assert one.page.locator('.controls [data-act="mute"]').get_attribute("aria-disabled") == "true"
    # A microphone that rests is no microphone that was muted.
    clinician.page.locator('.tile[data-slot="0"] .tile-note', has_text="På telefonen").wait_for()
    assert not clinician.page.locator('.tile[data-slot="0"] .tile-muted').is_visible()
    # A page that is loaded anew takes nothing up either.
    tilde.page.reload()
    tilde.is_in("inCall")
    tilde.page.locator("#by-telephone").wait_for()
    tilde.path_is_up()
    assert tilde.taking == []

    clinician.press("go-to-picture")
    tilde.page.locator("#by-telephone").wait_for(state="hidden")
    clinician.page.locator("#call-number").wait_for(state="hidden")
    for one in (tilde, clinician):
        one.sees(20)
        one.hears()
        assert one.taking == ["audio", "video"]
    clinician.ends("")
    wait_until(lambda: visit.state == "ended", 5, "the visit to be ended")
    # As it happened: by picture, with a stretch by telephone between.
    assert visit["outcome"] == "completed"
    facts = server.api("GET", f"/api/visits/{visit.id}/facts").json
    words = [entry["word"] for entry in facts["entries"]]
    assert words.index("wentToTelephone") < words.index("wentToPicture") < words.index("ended")
    # The rest on the telephone is no stretch by sound alone.
    assert facts["videoSeconds"] > 0 and facts["voiceSeconds"] == 0
    means = {leg["means"] for person in facts["people"] for leg in person["legs"]}
    assert means == {"video", "telephone"}, facts["people"]


def test_the_next_patient_after_the_telephone(server, patient, staff):
    visit = server.book("Nanna Nu")
    nanna, clinician = patient(visit), staff()
    nanna.becomes_ready()
    clinician.admit(visit).is_in_call()
    clinician.press("go-to-telephone")
    wait_until(lambda: clinician.taking == [], 10, "microphone and camera to be out")
    clinician.ends("completedByTelephone")
    # Ready for the next one; the patient, whose visit is over, stays out.
    wait_until(lambda: clinician.taking == ["audio", "video"], 10, "the clinician's own picture to be back")
    nanna.is_in("ended")
    assert nanna.taking == []
