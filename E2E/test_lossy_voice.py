"""A line that loses a fifth: the voice is sent with redundancy, and without again when the line is good."""

from waiting import wait_until

LOSSY = {"loss": 20}


def sent_as(person):
    return person.page.evaluate("probe.voiceCodec()")


def test_the_voice_is_sent_with_redundancy(network, call, windows):
    patient, clinician = call(windows, "Tove Tab")
    for one in (patient, clinician):
        one.sees(30, seconds=40)
    assert sent_as(patient) == "audio/opus"
    network.spoil(from_a=LOSSY, to_a=LOSSY)
    wait_until(lambda: sent_as(patient) == "audio/red", 20, "the voice to be sent with redundancy")
    clinician.hears(seconds=30)
    # The one with the good line does not pay for it.
    assert sent_as(clinician) == "audio/opus"

    network.spoil()
    wait_until(lambda: sent_as(patient) == "audio/opus", 30, "the voice to be sent as usual")
    clinician.hears(seconds=30)
    clinician.ends("completed")
