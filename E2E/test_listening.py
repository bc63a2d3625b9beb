"""The page's choice of how long the browser waits for the voice, look by look, by a clock of the test's own."""

# What is asked for after the looks of a young call (the share of sound made up, packets that came), two and a half a second.
ASKED = """async ([looks, feels]) => {
  const { Listening } = await import(document.querySelector("script[type=module]").src.replace(/[^/]*$/, "listening.js"));
  const clock = Date.now;
  let now = clock();
  Date.now = () => now;
  const listening = new Listening({ connection: null });
  for (const [concealed, packets] of looks) {
    now += 400;
    listening.heed({ concealed, packets, lost: 0, playedMs: 400, bufferMs: 60, contentMs: 60 });
  }
  listening.feel(feels);
  Date.now = clock;
  return listening.askedMs;
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
    listening.heed({ concealed, packets, lost: 0, playedMs: 400, bufferMs: 60, contentMs: 60 });
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
    assert page.evaluate(TOLD, [[*GOOD, (0.37, 20), *GOOD], 260]) == all_of_them


def test_on_a_good_line_no_receiver_is_told_anything(server, windows):
    """The browser's own buffer is as short as the line lets it be."""
    page = windows().page
    page.goto(server.address + "/test")
    assert page.evaluate(TOLD, [[*GOOD, *GOOD], 240]) == [[None] * 4] * 5


def test_a_fade_lengthens_the_buffer_for_fades(server, windows):
    assert asked(server, windows, [*GOOD, (0.37, 20), *GOOD[:2]]) == 300


def test_a_fade_that_two_looks_share(server, windows):
    assert asked(server, windows, [*GOOD, (0.15, 14), (0.22, 26), *GOOD[:2]]) == 300


def test_a_longer_way_is_no_fade(server, windows):
    """Fewer packets come once, and none afterwards catches up."""
    assert asked(server, windows, [*GOOD, (0.15, 14), (0.22, 18), *GOOD[:2]]) is None


def test_a_tenth_of_a_second_in_single_losses_lengthens_it_a_little(server, windows):
    singles = [(0.1, 20), (0, 20), (0.09, 20), (0, 20), (0, 20), (0.08, 20)]
    assert asked(server, windows, [*GOOD, *singles, *GOOD[:2]]) == 200


def test_a_packet_now_and_then_is_not_worth_it(server, windows):
    """A longer buffer stretches the voice for a second, which is more than what it saves here."""
    assert asked(server, windows, [*GOOD, (0.05, 20), (0.04, 20), *GOOD, (0.1, 20), (0.1, 20), *GOOD[:2]]) is None


def test_a_silence_almost_as_long_as_the_buffer_is_answered_while_it_lasts(server, windows):
    """What comes after it would be hurried away otherwise, before a look asks for more."""
    fade = [*GOOD, (0.37, 20), *GOOD]
    assert asked(server, windows, fade, feels=240) == 300
    assert asked(server, windows, fade, feels=260) == 450


def test_an_end_leaves_no_reason_behind(server, windows):
    """What was made up while the voice ended is not counted among what is made up when it is there again."""
    end = [(0.02, 9), (0.3, 0), (0.9, 0)]
    assert asked(server, windows, [*GOOD, *end, *GOOD]) is None
