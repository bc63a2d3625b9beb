// Put into every page before its own modules: remembers the peer connections, and tells what came over them.
(() => {
  const made = [];
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(...words) {
      super(...words);
      made.push(this);
      this.madeAt = Date.now();
    }
  };
  const alive = () => made.filter((one) => one.signalingState !== "closed");

  // Line by line what was received and sent, by the number of the line in the offer.
  const flow = async () => {
    const lines = {};
    for (const connection of alive()) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== "inbound-rtp" && report.type !== "outbound-rtp") continue;
        const line = (lines[report.mid] ??= { kind: report.kind });
        if (report.type === "inbound-rtp") {
          line.frames = report.framesDecoded ?? 0;
          line.received = report.packetsReceived;
          line.lost = report.packetsLost;
          line.energy = report.totalAudioEnergy ?? 0;
          line.concealed = report.concealedSamples ?? 0;
          line.samples = report.totalSamplesReceived ?? 0;
          line.size = report.frameWidth ? [report.frameWidth, report.frameHeight] : null;
        } else {
          line.sent = (line.sent ?? 0) + report.packetsSent;
          line.framesSent = report.framesEncoded ?? 0;
        }
      }
    }
    return lines;
  };

  // The moments (milliseconds since 1970) of the first frames on the first picture line after now.
  const firstFrame = () => {
    const connection = alive().at(-1);
    const receiver = connection.getTransceivers().filter((one) => one.receiver.track.kind === "video")[0].receiver;
    const reader = new MediaStreamTrackProcessor({ track: receiver.track.clone() }).readable.getReader();
    window.probe.frameAt = null;
    void reader.read().then(({ value }) => {
      window.probe.frameAt = performance.timeOrigin + performance.now();
      value?.close();
      void reader.cancel();
    });
  };

  window.probe = {
    flow,
    firstFrame,
    frameAt: null,
    count: () => made.length,
    states: () => alive().map((one) => one.connectionState),
    age: () => Math.max(...alive().map((one) => one.madeAt)),
  };
})();
