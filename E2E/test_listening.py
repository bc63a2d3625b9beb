"""The page's choice of how long the browser waits for the voice, look by look, by a clock of the test's own."""

import pytest

# What is asked for after the looks of a young call: the share of sound made up, packets that came, the buffer that the browser
# would be content with and the one that it has, and the time since the look before; two and a half a second where that is not said.
ASKED = """async ([looks, feels]) => {
  const { Listening } = await import(document.querySelector("script[type=module]").src.replace(/[^/]*$/, "listening.js"));
  const clock = Date.now;
  let now = clock();
  Date.now = () => now;
  const listening = new Listening({ connection: null });
  for (const [concealed, packets, contentMs = 40, bufferMs = 60, passedMs = 400] of looks) {
    now += passedMs;
    listening.heed({ concealed, packets, lost: 0, playedMs: 400, bufferMs, contentMs });
  }
  listening.feel(feels);
  Date.now = clock;
  return listening.buffer.askedMs;
}"""
GOOD = [(0, 20)] * 12

# The same with a connection: what its receivers are told after the looks, after a silence in them, after its end and after a new
# talk's beginning.
TOLD = """async ([looks, feels]) => {
  const { Listening } = await import(document.querySelector("script[type=module]").src.replace(/[^/]*$/, "listening.js"));
  const connection = new RTCPeerConnection();
  for (const kind of ["audio", "video", "audio", "video"]) connection.addTransceiver(kind);
  const clock = Date.now;
  let now = clock();
  Date.now = () => now;
  const listening = new Listening({ connection });
  const told = () => connection.getTransceivers().map(({ receiver }) => receiver.jitterBufferTarget);
  const all = [told()];
  for (const [concealed, packets] of looks) {
    now += 400;
    listening.heed({ concealed, packets, lost: 0, playedMs: 400, bufferMs: 60, contentMs: 40 });
  }
  all.push(told());
  listening.feel(feels);
  all.push(told());
  listening.ended();
  all.push(told());
  listening.reset();
  all.push(told());
  Date.now = clock;
  connection.close();
  return all;
}"""


def asked(server, windows, looks, feels=0):
    """What is asked for in the end, `feels` milliseconds after the last packet of voice."""
    page = windows().page
    page.goto(server.address + "/test")
    return page.evaluate(ASKED, [looks, feels])


def test_every_receiver_is_told(server, windows):
    """What is asked for is asked of the browser: of voices and pictures alike, and taken back from all of them."""
    page = windows().page
    page.goto(server.address + "/test")
    all_of_them = [[ms] * 4 for ms in (None, 300, 450, 300, None)]
    assert page.evaluate(TOLD, [[*GOOD, (0.37, 20), *GOOD], 290]) == all_of_them


def test_on_a_good_line_no_receiver_is_told_anything(server, windows):
    """The browser's own buffer is as short as the line lets it be."""
    page = windows().page
    page.goto(server.address + "/test")
    assert page.evaluate(TOLD, [[*GOOD, *GOOD], 270]) == [[None] * 4] * 5


def test_a_fade_lengthens_the_buffer_for_fades(server, windows):
    assert asked(server, windows, [*GOOD, (0.37, 20), *GOOD[:2]]) == 300


def test_a_fade_that_two_looks_share(server, windows):
    assert asked(server, windows, [*GOOD, (0.15, 14), (0.22, 26), *GOOD[:2]]) == 300


def test_a_longer_way_is_no_fade(server, windows):
    """Fewer packets come once, and none afterwards catches up."""
    assert asked(server, windows, [*GOOD, (0.15, 14), (0.22, 18), *GOOD[:2]]) == 0


def test_a_tenth_of_a_second_in_single_losses_lengthens_it_a_little(server, windows):
    singles = [(0.1, 20), (0, 20), (0.09, 20), (0, 20), (0, 20), (0.08, 20)]
    assert asked(server, windows, [*GOOD, *singles, *GOOD[:2]]) == 200


def test_a_packet_now_and_then_is_not_worth_it(server, windows):
    """A longer buffer stretches the voice for a second, which is more than what it saves here."""
    assert asked(server, windows, [*GOOD, (0.05, 20), (0.04, 20), *GOOD, (0.1, 20), (0.1, 20), *GOOD[:2]]) == 0


def test_a_silence_almost_as_long_as_the_buffer_is_answered_while_it_lasts(server, windows):
    """What comes after it would be hurried away otherwise, before a look asks for more."""
    fade = [*GOOD, (0.37, 20), *GOOD]
    assert asked(server, windows, fade, feels=270) == 300
    assert asked(server, windows, fade, feels=290) == 450


def test_an_end_leaves_no_reason_behind(server, windows):
    """What was made up while the voice ended is not counted among what is made up when it is there again."""
    end = [(0.02, 9), (0.3, 0), (0.9, 0)]
    assert asked(server, windows, [*GOOD, *end, *GOOD]) == 0


# Looks in a second, and in the time for which what is needed no more is held.
SECOND, HELD = 2.5, 100


def test_what_the_browser_wished_for_itself_is_held_and_then_taken_back_slowly(server, windows):
    """After a longer way the browser's own wish rises and falls again: at once it would hurry the voice."""
    def after(seconds):
        return [(0, 20)] * round(HELD + seconds * SECOND)

    longer = [*GOOD, *[(0, 20, 220)] * 5]
    assert asked(server, windows, longer) == 220
    assert asked(server, windows, [*longer, *[(0, 20)] * (HELD - 1)]) == 220
    assert asked(server, windows, [*longer, *after(4)]) == pytest.approx(180, abs=5)
    assert asked(server, windows, [*longer, *after(8), (0, 20, 190), *after(0)]) == pytest.approx(190, abs=5)
    assert asked(server, windows, [*longer, *after(18)]) == 0


def test_a_pause_takes_nothing_back(server, windows):
    """Nothing is looked at while a call rests or has no line; the voice that returns is not hurried for that time."""
    pause = (0, 20, 40, 60, 120_000)
    assert asked(server, windows, [*[(0, 20, 220)] * 12, pause, *GOOD[:5]]) == pytest.approx(220, abs=15)


def test_what_a_halt_has_filled_is_held_and_no_talk_waits_longer_than_it_bears(server, windows):
    def after(buffer, good):
        return asked(server, windows, [*GOOD, (0.7, 20, 40, buffer), *[(0, 20, 40, buffer)] * round(good)])

    assert after(620, 1) == 600
    assert after(2000, 1) == 700
    assert after(620, HELD) == 600
    assert after(620, HELD + 15 * SECOND) == pytest.approx(450, abs=45)
