"""The page's choice of how long the browser waits for the voice, look by look, by a clock of the test's own."""

# What is asked for after the looks of a young call (the share of sound made up, packets that came), two and a half a second.
ASKED = """async (looks) => {
  const { Listening } = await import(document.querySelector("script[type=module]").src.replace(/[^/]*$/, "listening.js"));
  const clock = Date.now;
  let now = clock();
  Date.now = () => now;
  const listening = new Listening({ connection: null });
  for (const [concealed, packets] of looks) {
    now += 400;
    listening.heed({ concealed, packets, lost: 0, playedMs: 400, bufferMs: 60, contentMs: 60 });
  }
  Date.now = clock;
  return listening.askedMs;
}"""
GOOD = [(0, 20)] * 12


def asked(server, windows, looks):
    page = windows().page
    page.goto(server.address + "/test")
    return page.evaluate(ASKED, looks)


def test_a_fade_lengthens_the_buffer_for_fades(server, windows):
    assert asked(server, windows, [*GOOD, (0.37, 20), *GOOD[:2]]) == 300


def test_a_fade_that_two_looks_share(server, windows):
    assert asked(server, windows, [*GOOD, (0.15, 14), (0.22, 26), *GOOD[:2]]) == 300


def test_a_longer_way_is_no_fade(server, windows):
    """Fewer packets come once, and none afterwards catches up."""
    assert asked(server, windows, [*GOOD, (0.15, 14), (0.22, 18), *GOOD[:2]]) is None


def test_single_losses_lengthen_it_a_little(server, windows):
    assert asked(server, windows, [*GOOD, (0.03, 20), (0.02, 20), *GOOD[:2]]) == 200
