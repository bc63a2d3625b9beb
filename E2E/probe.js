// Put into every page before its own modules: remembers the peer connections, and tells what came over them.
(() => {
  // Those that a page makes in a document within it are its own as well.
  const made = (window.top.connectionsMade ??= []);
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(...words) {
      super(...words);
      made.push(this);
      this.madeAt = Date.now();
      this.hadLines = false;
    }

    addTransceiver(...words) {
      this.hadLines = true;
      return super.addTransceiver(...words);
    }
  };
  // What has no lines only looks at the machine's addresses; it is gone before it could answer.
  const alive = () => made.filter((one) => one.hadLines && one.signalingState !== "closed");

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
          line.framesSent = (line.framesSent ?? 0) + (report.framesEncoded ?? 0);
          if (report.active && report.rid) (line.layers ??= []).push(report.rid);
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

  // The kinds of what the page has taken up from its devices and not put out again.
  const taken = [];
  const devices = navigator.mediaDevices;
  if (devices) {
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (...words) => {
      const stream = await ask(...words);
      taken.push(...stream.getTracks());
      return stream;
    };
  }
  const taking = () => taken.filter((one) => one.readyState === "live").map((one) => one.kind).sort();

  // What our voice is sent as: the first of what was agreed on.
  const voiceCodec = () => alive().at(-1).getSenders()[0].getParameters().codecs[0]?.mimeType;

  // The microphone and the camera behind the connection that lives, by their names.
  const used = () => {
    const senders = alive().at(-1).getSenders();
    return [senders[0], senders[1]].map((sender) => sender?.track?.label ?? "");
  };

  // Tones that the page made itself; counted only where they can be heard.
  let rung = 0;
  const begin = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function start(...words) {
    if (this.context.state === "running") rung += 1;
    return begin.apply(this, words);
  };

  // What was played that is no part of the page: how often, how long, and the loudest sample of it.
  const heard = { times: 0, seconds: 0, loudest: 0 };
  const sources = new Map();
  const name = URL.createObjectURL;
  URL.createObjectURL = (source) => {
    const address = name(source);
    sources.set(address, source);
    return address;
  };
  const listen = async (source) => {
    const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(await source.arrayBuffer());
    heard.seconds = sound.duration;
    heard.loudest = sound.getChannelData(0).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    heard.times += 1;
  };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function started(...words) {
    const promise = play.apply(this, words);
    const source = sources.get(this.src);
    if (source) void promise.then(() => listen(source), () => undefined);
    return promise;
  };

  // Over what the path in use goes: udp or tcp, and for a relay what leads to it.
  const way = async () => {
    const reports = await alive().at(-1).getStats();
    const transport = [...reports.values()].find((report) => report.type === "transport");
    const local = reports.get(reports.get(transport?.selectedCandidatePairId)?.localCandidateId);
    if (!local) return null;
    return local.candidateType === "relay" ? `relay over ${local.relayProtocol}` : local.protocol;
  };

  window.probe = {
    alive,
    flow,
    used,
    voiceCodec,
    taking,
    tones: () => rung,
    played: () => (heard.times > 0 ? { ...heard } : null),
    way,
    firstFrame,
    frameAt: null,
    count: () => made.filter((one) => one.hadLines).length,
    states: () => alive().map((one) => one.connectionState),
    age: () => Math.max(...alive().map((one) => one.madeAt)),
  };
})();
