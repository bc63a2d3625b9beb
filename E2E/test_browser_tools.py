"""What a browser's own tools show of a call: the voice goes before the picture, and its format repairs itself."""

import re

import pytest

# Of our microphone and our camera, the first two that send.
ENCODINGS = """() => probe.alive().at(-1).getSenders().slice(0, 2).map((sender) => ({
  kind: sender.track.kind,
  encodings: sender.getParameters().encodings.map(({ priority, networkPriority }) => [priority, networkPriority]),
}))"""

DESCRIPTIONS = """() => {
  const { currentLocalDescription, currentRemoteDescription } = probe.alive().at(-1);
  return [currentLocalDescription.sdp, currentRemoteDescription.sdp];
}"""


@pytest.fixture
def both(server, patient, staff):
    """A patient and a clinician who see each other."""
    visit = server.book("Vera Værktøj")
    vera, clinician = patient(visit), staff()
    vera.becomes_ready()
    clinician.admit(visit).is_in_call()
    vera.is_in("inCall").sees(10)
    clinician.sees(10)
    yield vera, clinician
    clinician.ends("completed")


def opus(description):
    """The parameters of each Opus of a description, as sets."""
    types = re.findall(r"^a=rtpmap:(\d+) opus/48000/2\s*$", description, re.MULTILINE)
    assert types, description
    formats = re.findall(r"^a=fmtp:(\d+) (.*)$", description, re.MULTILINE)
    found = [set(re.split(r"[;\s]+", words.strip())) for number, words in formats if number in types]
    assert len(found) == len(types), description
    return found


def test_the_voice_goes_before_the_picture(both):
    for one in both:
        microphone, camera = one.page.evaluate(ENCODINGS)
        assert microphone == {"kind": "audio", "encodings": [["high", "high"]]}
        assert camera == {"kind": "video", "encodings": [["low", "low"]] * 2}


def test_the_voice_repairs_itself_and_is_never_silent(both):
    """Opus with forward error correction, and without the pauses of discontinuous transmission (RFC 7587)."""
    for one in both:
        for description in one.page.evaluate(DESCRIPTIONS):
            for parameters in opus(description):
                assert "useinbandfec=1" in parameters and "usedtx=1" not in parameters, description


# Whether each line is sent while the picture flows, while it rests for the voice, for a still, and while the line is tried.
SENT = """async () => {
  const { encodings, shape } = await import(document.querySelector("script[type=module]").src.replace(/[^/]*$/, "sending.js"));
  const sent = (source, picture) => encodings[source].some((layer) => shape(source, layer, picture, false).active);
  const pictures = ["flows", "rests", "stills", "tries"];
  return Object.fromEntries(Object.keys(encodings).map((source) => [source, pictures.map((one) => sent(source, one))]));
}"""


def test_camera_and_screen_give_way_to_the_voice(server, windows):
    page = windows().page
    page.goto(server.address + "/test")
    assert page.evaluate(SENT) == {
        "microphone": [True, True, True, True], "camera": [True, False, True, True], "screen": [True, False, False, False]}
