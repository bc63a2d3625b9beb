"""Text messages in the call, and the clinic's message to those who wait."""


def test_messages_in_the_call(server, patient, staff):
    visit = server.book("Lars Lykke")
    lars, clinician = patient(visit), staff()
    lars.becomes_ready()
    clinician.admit(visit).is_in_call()
    lars.is_in("inCall")
    write(lars, "Kan du høre mig? <b>æøå</b>")
    # Somebody who does not have them open sees how many there are.
    count = clinician.page.locator("#message-count:visible")
    count.wait_for()
    assert count.inner_text() == "1"
    clinician.page.locator("#open-messages").click()
    clinician.says("Kan du høre mig")
    assert clinician.page.locator("[data-messages] b").count() == 0
    write(clinician, "Ja, tydeligt")
    lars.says("Ja, tydeligt")


def test_the_clinic_tells_those_who_wait(server, patient, staff):
    visit = server.book("Vera Vent")
    vera, secretary = patient(visit), staff("secretary")
    vera.arrive()
    answer = secretary.act("/clinic/notify", {"text": "Vi er forsinket", "lateMinutes": 15})
    assert answer["status"] in (200, 201, 204), answer
    vera.says("Vi er forsinket")


def write(one, text):
    """Opens the messages where they are closed, writes, and sends."""
    box = one.page.locator("#message-text")
    if not box.is_visible():
        one.page.locator("#open-messages").click()
    box.fill(text)
    one.press("send-message")
