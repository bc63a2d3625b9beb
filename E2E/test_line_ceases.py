"""The loss of a line is noticed at once also where the page looked just when it ceased."""

# Looks at a line that carries voice alone, in the last but one of which a single packet came, and then nothing for 1.1 s.
LOOKS = """async () => {
  const { Path } = await import(document.querySelector("script[type=module]").src.replace(/[^/]*$/, "path.js"));
  const states = [];
  const call = { state: "connected", connection: null };
  const path = new Path(call, { path: (state) => states.push(state) });
  clearInterval(path.timer);
  let bytes = 2000;
  path.flow = { since: async () => ({ bytes, heardAt: 0, roundTripMs: 0 }) };
  path.attempt = async () => undefined;
  call.connection = { getTransceivers: () => [] };
  path.found();
  for (let look = 0; look < 8; look += 1) await path.look();
  bytes = 120;
  await path.look();
  bytes = 0;
  path.heardAt = Date.now() - 1100;
  await path.look();
  path.stop();
  return states;
}"""


def test_a_line_that_ceases_at_a_look(server, windows):
    page = windows().page
    page.goto(server.address + "/test")
    assert page.evaluate(LOOKS) == ["ok", "lost"]
