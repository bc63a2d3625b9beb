// Put into a page before its own modules: records what is heard on the first voice line, and counts what is seen. With
// `window.recordDetails` it keeps what the browser counts of both voices as well.
(() => {
  // What is recorded must be what was said: no processing of the microphone.
  const media = navigator.mediaDevices;
  const ask = media.getUserMedia.bind(media);
  media.getUserMedia = (wanted) => {
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const audio = wanted.audio ? { ...(wanted.audio === true ? {} : wanted.audio), ...plain } : false;
    return ask({ ...wanted, audio });
  };

  // Those that a page makes in a document within it are its own as well.
  const made = (window.top.connectionsMade ??= []);
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(...words) {
      super(...words);
      made.push(this);
    }
  };
  // Those of a kind over which something comes: a track is muted until then.
  const receivers = (kind) =>
    made.filter((one) => one.signalingState !== "closed")
      .flatMap((one) => one.getReceivers()).filter((one) => one.track?.kind === kind && !one.track.muted);

  const recording = { startedAt: 0, chunks: [], frames: [], details: [] };

  const record = async () => {
    const context = new AudioContext({ sampleRate: 48000 });
    await context.resume();
    const patience = Date.now() + 20_000;
    while (!receivers("audio").length || !receivers("video").length) {
      if (Date.now() > patience) throw new Error("nothing comes in");
      await new Promise((go) => setTimeout(go, 50));
    }
    const track = receivers("audio")[0].track;
    const picture = receivers("video")[0];
    const stream = new MediaStream([track]);
    // Chromium feeds a remote stream into a graph only while an element plays it.
    const element = new Audio();
    element.srcObject = stream;
    element.muted = true;
    await element.play();
    const taker = context.createScriptProcessor(4096, 1, 1);
    taker.onaudioprocess = (event) => {
      recording.startedAt ||= performance.timeOrigin + performance.now() - (4096 / 48000) * 1000;
      recording.chunks.push(new Float32Array(event.inputBuffer.getChannelData(0)));
      // A graph that is silent for long is put to sleep: an offset that nobody hears keeps it awake.
      event.outputBuffer.getChannelData(0).fill(1e-5);
    };
    context.createMediaStreamSource(stream).connect(taker);
    taker.connect(context.destination);
    const count = async () => {
      for (const report of (await picture.getStats()).values()) {
        if (report.type === "inbound-rtp") {
          recording.frames.push([performance.timeOrigin + performance.now(), report.framesDecoded ?? 0]);
        }
      }
    };
    setInterval(() => void count().catch(() => undefined), 100);
    if (window.recordDetails) setInterval(() => void detail().catch(() => undefined), 200);
  };

  // What tells why something was heard as it was: the listener's buffer, and what the speaker's browser thinks.
  const told = {
    "inbound-rtp": ["packetsReceived", "packetsLost", "packetsDiscarded", "concealedSamples", "totalSamplesReceived",
      "jitterBufferDelay", "jitterBufferEmittedCount", "jitterBufferMinimumDelay", "insertedSamplesForDeceleration",
      "removedSamplesForAcceleration", "estimatedPlayoutTimestamp", "bytesReceived", "framesDecoded", "frameWidth"],
    "outbound-rtp": ["packetsSent", "retransmittedPacketsSent", "bytesSent", "targetBitrate", "framesEncoded",
      "frameWidth"],
    "remote-inbound-rtp": ["packetsLost", "fractionLost"],
    "candidate-pair": ["availableOutgoingBitrate", "currentRoundTripTime"],
  };
  const detail = async () => {
    const now = { at: performance.timeOrigin + performance.now() };
    for (const one of made.filter(({ signalingState }) => signalingState !== "closed")) {
      for (const report of (await one.getStats()).values()) {
        const flows = report.packetsSent > 0 || report.packetsReceived > 0 || report.type === "remote-inbound-rtp";
        if (!flows && !report.nominated) continue;
        const prefix = `${report.type} ${report.kind ?? ""} ${report.rid ?? ""}`;
        for (const name of told[report.type] ?? []) {
          if (report[name] !== undefined) now[`${prefix} ${name}`] = report[name];
        }
      }
    }
    recording.details.push(now);
  };

  // What was recorded so far: 16-bit samples as base64, and when they began.
  const taken = () => {
    const samples = new Int16Array(recording.chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of recording.chunks) {
      for (const value of chunk) samples[at++] = Math.max(-32768, Math.min(32767, Math.round(value * 32767)));
    }
    const bytes = new Uint8Array(samples.buffer);
    let text = "";
    for (let n = 0; n < bytes.length; n += 32768) text += String.fromCharCode(...bytes.subarray(n, n + 32768));
    return { startedAt: recording.startedAt, sound: btoa(text), frames: recording.frames, details: recording.details };
  };

  window.recorder = { record, taken, receivers };
})();
