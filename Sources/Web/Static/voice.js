// @ts-check
// Voice first, at the browser's end: what is sent and how, as the line gets worse and better.

/** @typedef {import("./flow.js").Flow} Flow */

/** Looks, two and a half a second, before something is changed. */
const looks = { rests: 40, mostRests: 160, tries: 2, mostTries: 5, again: 1, stills: 12 };
/** The browser doubles what it thinks it may send, step by step: who grows by so much from look to look is not interrupted. */
const rising = 1.5;
/** A line that has become wider is tried so often: browsers do not probe it before they have forgotten that it was full. */
const triesOfWider = 5;
/** The server's reports in a row, one a second, after which our voice is sent twice over, and once again. */
const reports = { lossy: 2, clean: 8 };
/** Loss at which our voice is sent twice over (RFC 2198), and below which once is enough. */
const loss = { many: 0.02, few: 0.01 };
/**
 * Room for our sending, in kbit/s: under the first the picture gives way, over the second it returns, and under the third
 * there is none for a still beside the voice.
 */
const room = { voiceOnly: 90, picture: 130, still: 30, redundancy: 120, redundancyAgain: 150 };

export class Voice {
  /** @param {import("./call.js").Call} call */
  constructor(call) {
    this.call = call;
    /** Reports in a row, and looks since the picture came or went. */
    this.lossy = this.clean = this.since = 0;
    /** What the browser thought that it might send, at the last look. */
    this.kbps = 0;
    /** For how many looks the picture rests before it tries the line unbidden. */
    this.rest = looks.rests;
    /** Tries that are left of a line that is known to be wider. */
    this.triesLeft = 0;
    /** What it thought when the line was first tried, or more than that in a trial since. */
    this.before = 0;
  }

  /** A new connection begins as if the line were good. */
  reset() {
    this.lossy = this.clean = this.since = this.triesLeft = this.kbps = 0;
    this.rest = looks.rests;
  }

  /**
   * What came and went since the last look; twice a second in a call.
   * @param {Flow} flow
   */
  heed(flow) {
    this.makeRoom(flow);
    this.repeat(flow);
  }

  /** @param {Flow} flow */
  makeRoom({ outgoingKbps }) {
    if (outgoingKbps === null) return;
    this.since += 1;
    const rises = outgoingKbps >= rising * this.kbps;
    this.kbps = outgoingKbps;
    const { picture } = this.call;
    if (picture === "flows") {
      if (outgoingKbps < room.voiceOnly) this.become("rests");
    } else if (outgoingKbps > room.picture) {
      this.rest = looks.rests;
      this.triesLeft = 0;
      this.become("flows");
    } else if (picture === "stills") {
      // The first picture after a pause is a whole one, and sent by now.
      this.call.show("rests");
    } else if (picture === "tries" || picture === "feels") {
      const goesOn = this.since < looks.tries || (rises && this.since < looks.mostTries);
      if (!goesOn) this.endTrial(outgoingKbps);
    } else if (picture === "rests" && this.triesLeft > 0 && this.since >= looks.again) {
      this.triesLeft -= 1;
      this.become("tries");
    } else if (picture === "rests" && this.since >= this.rest) {
      // Where nothing tells that the line has become wider it is tried all the same, more and more rarely.
      this.rest = Math.min(2 * this.rest, looks.mostRests);
      this.before = outgoingKbps;
      this.become("feels");
    } else if (picture === "rests" && this.since % looks.stills === 0 && outgoingKbps >= room.still) {
      this.call.show("stills");
    }
  }

  /** @param {number} kbps */
  endTrial(kbps) {
    // It has seen more room, and not enough so far.
    if (kbps >= rising * this.before) {
      this.before = kbps;
      this.triesLeft = Math.max(this.triesLeft, 1);
    }
    this.become("rests");
  }

  /**
   * The server hears that the way up has become wider, which voice alone does not show here: a small picture tries it,
   * which makes browsers probe the line.
   */
  upWidened() {
    if (this.call.picture === "flows") return;
    this.triesLeft = triesOfWider - 1;
    this.before = this.kbps;
    if (this.call.picture !== "tries") this.become("tries");
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
