// @ts-check
// Voice first, at the browser's end: what the sender and the receiver do as the line gets worse and better.

/** @typedef {import("./flow.js").Flow} Flow */

/** Looks, two and a half a second, before something is changed. */
const looks = { worse: 4, again: 12, patient: 150, rests: 20, mostRests: 80, tries: 2 };
/** The server's reports in a row, one a second, after which our voice is sent twice over, and once again. */
const reports = { lossy: 2, clean: 8 };
/** Loss at which our voice is sent twice over (RFC 2198), and below which once is enough. */
const loss = { many: 0.02, few: 0.01 };
/** Room for our sending, in kbit/s: under the first the picture gives way, over the second it returns. */
const room = { voiceOnly: 90, picture: 130, redundancy: 120, redundancyAgain: 150 };
/** Share of concealed sound at which we listen with a longer buffer, so that repeated packets arrive in time. */
const concealed = 0.01;
/** A tenth of a second of one look: a gap that was heard. */
const gap = 0.25;
/**
 * The browser's own buffer, and longer ones: what is repeated after a single loss comes within the second, and what a
 * fading line has lost for a fifth of a second within the third. They are gone back on one by one, and only where the
 * browser would be content with so little, for a buffer that becomes shorter makes the voice hurry.
 * @type {(number | null)[]}
 */
const buffersMs = [null, 200, 300];
const contentedMs = [150, 200];
/** Before sound is there for so long, what is made up says nothing of the line. */
const beginningMs = 1500;

export class Voice {
  /** @param {import("./call.js").Call} call */
  constructor(call) {
    this.call = call;
    /** Reports in a row, and looks since the picture came or went. */
    this.lossy = this.clean = this.since = 0;
    /** Which of the buffers, and looks since it was chosen, and since sound was last made up. */
    this.longer = this.kept = 0;
    this.quiet = looks.again;
    this.patience = looks.patient;
    /** For how many looks the picture rests before it tries the line unbidden. */
    this.rest = looks.rests;
    this.heedsSince = this.heededAt = 0;
  }

  /** A new connection begins as if the line were good. */
  reset() {
    this.lossy = this.clean = this.since = 0;
    this.longer = this.kept = 0;
    this.quiet = looks.again;
    this.heedsSince = this.heededAt = 0;
  }

  /**
   * What came and went since the last look; twice a second in a call.
   * @param {Flow} flow
   */
  heed(flow) {
    const now = Date.now();
    if (now - this.heededAt > beginningMs) this.heedsSince = now;
    this.heededAt = now;
    this.buffer(flow);
    this.makeRoom(flow);
    this.repeat(flow);
  }

  /** @param {Flow} flow */
  buffer({ concealed: share, contentMs }) {
    if (Date.now() - this.heedsSince < beginningMs) return;
    this.kept += 1;
    const before = this.quiet;
    this.quiet = share > concealed ? 0 : this.quiet + 1;
    if (this.quiet === 0) {
      // A little once is a hiccup of one of the two machines; and what was on its way when the buffer became longer is not
      // its fault. Every change costs a moment of the voice, so what is missing at once is made good at once.
      const isTooShort = (before < looks.again || share > gap) && this.kept > looks.worse;
      const longest = buffersMs.length - 1;
      if (isTooShort && this.longer < longest) this.listen(share > gap ? longest : this.longer + 1);
    } else if (this.longer > 0 && this.quiet > this.patience && (contentMs ?? 0) < contentedMs[this.longer - 1]) {
      // The next time it is kept for longer, or it would become longer and shorter for ever.
      this.patience = Math.min(2 * this.patience, 8 * looks.patient);
      this.listen(this.longer - 1);
    }
  }

  /**
   * Voice and picture wait alike, for lips.
   * @param {number} longer which buffer
   */
  listen(longer) {
    [this.longer, this.kept, this.quiet] = [longer, 0, looks.again];
    for (const { receiver } of this.call.connection?.getTransceivers() ?? []) {
      if ("jitterBufferTarget" in receiver) receiver.jitterBufferTarget = buffersMs[longer];
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
      this.rest = looks.rests;
      this.become("flows");
    } else if (picture === "tries" && this.since >= looks.tries) {
      this.become("rests");
    } else if (picture === "rests" && this.since >= this.rest) {
      // Where nothing tells that the line has become wider it is tried all the same, more and more rarely.
      this.rest = Math.min(2 * this.rest, looks.mostRests);
      this.become("tries");
    }
  }

  /**
   * The server hears that the way up has become wider, which voice alone does not show here: a small picture tries it,
   * which makes browsers probe the line.
   */
  upWidened() {
    if (this.call.picture === "rests") this.become("tries");
  }

  /** @param {import("./sending.js").Picture} picture */
  become(picture) {
    this.since = 0;
    this.call.show(picture);
  }

  /** @param {Flow} flow */
  repeat({ outgoingKbps, lossUp }) {
    const kbps = outgoingKbps ?? Infinity;
    if (lossUp !== null) {
      this.lossy = lossUp > loss.many ? this.lossy + 1 : 0;
      this.clean = lossUp < loss.few ? this.clean + 1 : 0;
    }
    if (kbps < room.redundancy || this.clean >= reports.clean) this.call.repeatVoice(false);
    else if (this.lossy >= reports.lossy && kbps > room.redundancyAgain) this.call.repeatVoice(true);
  }
}
