"""What an attempt to bring the path back still brings after a newer one has begun counts no more."""

# A new path is asked for; meanwhile a new connection is made; then the server refuses the former, whose peer is gone.
LATE = """async () => {
  const assets = document.querySelector("script[type=module]").src.replace(/[^/]*$/, "");
  const [{ Path }, { Refused }] = await Promise.all([import(assets + "path.js"), import(assets + "http.js")]);
  const call = { state: "connected", connection: { getTransceivers: () => [] }, build: async () => undefined };
  const path = new Path(call, { path: () => undefined });
  clearInterval(path.timer);
  let refuse;
  path.newPath = {
    lay: () => new Promise((_, reject) => { refuse = () => reject(new Refused(409, "taken-over", "")); }),
    abandon: () => undefined,
  };
  const former = path.attempt();
  await path.attempt(true);
  refuse();
  await former;
  const { stopped } = path;
  path.stop();
  return stopped;
}"""


def test_a_late_refusal_does_not_stop_the_newer(server, windows):
    page = windows().page
    page.goto(server.address + "/test")
    assert page.evaluate(LATE) is False
