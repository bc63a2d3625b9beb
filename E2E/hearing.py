"""What a page hears of the other one: how much has come, and when nothing did."""


def heard(person):
    return person.flow().get("0", {}).get("received", 0)


# The gaps in the voice that a page receives, by the packets' own times of arrival (milliseconds since 1970).
GAPS = """() => {
  window.gaps = [];
  let before = 0;
  let since = 0;
  setInterval(async () => {
    const receiver = probe.alive().at(-1)?.getReceivers()[0];
    if (!receiver) return;
    for (const report of (await receiver.getStats()).values()) {
      if (report.type !== "inbound-rtp" || report.packetsReceived === before) continue;
      const now = performance.timeOrigin + performance.now();
      if (since > 0 && now - since > 300) gaps.push([since, now]);
      [before, since] = [report.packetsReceived, now];
    }
  }, 30);
}"""
