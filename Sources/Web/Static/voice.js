// @ts-check
// Voice first, at the browser's end: what the sender and the receiver do as the line gets worse and better.

/** @typedef {import("./flow.js").Flow} Flow */

/** Looks, two and a half a second, before something is changed for the worse and for the better. */
const looks = { worse: 4, calm: 20, patient: 40, rests: 10, tries: 2 };
/** Loss at which our voice is sent twice over (RFC 2198), and below which once is enough. */
const loss = { many: 0.02, few: 0.01 };
/** Room for our sending, in kbit/s: under the first the picture gives way, over the second it returns. */
const room = { voiceOnly: 90, picture: 150, redundancy: 120 };
/** Share of concealed sound at which we listen with a longer buffer, so that repeated packets arrive in time. */
const concealed = 0.01;
const longBufferMs = 200;

export class Voice {
  /** @param {import("./call.js").Call} call */
  constructor(call) {
    this.call = call;
    this.lossy = this.clean = this.buffered = this.since = 0;
    this.redundant = false;
  }

  /** A new connection begins as if the line were good. */
  reset() {
    this.lossy = this.clean = this.buffered = this.since = 0;
    this.redundant = false;
  }

  /**
   * What came and went since the last look; twice a second in a call.
   * @param {Flow} flow
   */
  heed(flow) {
    this.buffer(flow);
    this.makeRoom(flow);
    this.repeat(flow);
  }

  /** @param {Flow} flow */
  buffer(flow) {
    if (flow.concealed > concealed) {
      if (this.buffered === 0) this.target(longBufferMs);
      this.buffered = looks.patient;
    } else if (this.buffered > 0) {
      this.buffered -= 1;
      if (this.buffered === 0) this.target(null);
    }
  }

  /** @param {number | null} ms */
  target(ms) {
    for (const transceiver of this.call.connection?.getTransceivers() ?? []) {
      const { receiver } = transceiver;
      if (receiver.track.kind === "audio" && "jitterBufferTarget" in receiver) receiver.jitterBufferTarget = ms;
    }
  }

  /** @param {Flow} flow */
  makeRoom({ outgoingKbps }) {
    if (outgoingKbps === null) return;
    this.since += 1;
    const { picture } = this.call;
    if (picture === "flows") {
      if (outgoingKbps < room.voiceOnly) this.become("rests");
    } else if (outgoingKbps > room.picture) {
      this.become("flows");
    } else if (this.since >= looks[picture]) {
      // Voice alone does not show how wide the line has become: now and then a small picture tries it, which makes
      // browsers probe the line.
      this.become(picture === "rests" ? "tries" : "rests");
    }
  }

  /** @param {import("./sending.js").Picture} picture */
  become(picture) {
    this.since = 0;
    this.call.show(picture);
  }

  /** @param {Flow} flow */
  repeat(flow) {
    const narrow = flow.outgoingKbps !== null && flow.outgoingKbps < room.redundancy;
    const much = flow.lossUp !== null && flow.lossUp > loss.many;
    this.lossy = much ? this.lossy + 1 : 0;
    this.clean = flow.lossUp !== null && flow.lossUp >= loss.few ? 0 : this.clean + 1;
    if (!this.redundant && !narrow && this.lossy >= looks.worse) this.codec("audio/red");
    else if (this.redundant && (narrow || this.clean >= looks.calm)) this.codec("audio/opus");
  }

  /**
   * Only where the browser can change its codec without a new offer.
   * @param {string} type
   */
  codec(type) {
    const codec = RTCRtpSender.getCapabilities("audio")?.codecs
      .find((one) => one.mimeType.toLowerCase() === type);
    this.redundant = type === "audio/red";
    if (codec) void this.change((encoding) => { /** @type {any} */ (encoding).codec = codec; });
  }

  /** @param {(encoding: RTCRtpEncodingParameters) => void} how */
  change(how) {
    return this.call.change("microphone", how);
  }
}
