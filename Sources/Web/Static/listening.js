// @ts-check
// For how long the browser waits for the voice that comes, so that what is late or repeated is heard as well.

/** @typedef {import("./flow.js").Flow} Flow */

/** Looks, two and a half a second. */
const looks = { worse: 4, again: 12, fills: 10, holds: 100, patient: 150 };
/** Share of concealed sound at which we listen with a longer buffer, so that repeated packets arrive in time. */
const concealed = 0.01;
/** A tenth of a second of one look: a gap that was heard. */
const gap = 0.25;
/**
 * The browser's own buffer, and longer ones: what is repeated after a single loss comes within the second, and what a
 * fading line has lost for a fifth of a second within the third; the last is for lines that fade for longer. They are gone back on one by one, and only where the
 * browser would be content with so little, for a buffer that becomes shorter makes the voice hurry.
 * @type {(number | null)[]}
 */
const buffersMs = [null, 200, 300, 450];
const contentedMs = [150, 200, 300];
/** The one for single losses, at most, and the one for the first gap. */
const forGaps = 2;
/**
 * A line that has halted leaves a buffer that is longer by far, and browsers hurry the voice for seconds to be rid of it.
 * It is kept as it is until the line has been good for a while, but no longer than a talk can bear.
 */
const filled = { mostMs: 700, measuredMoreMs: 20 };
/** Before sound is there for so long, what is made up says nothing of the line. */
const beginningMs = 1500;

export class Listening {
  /** @param {import("./call.js").Call} call */
  constructor(call) {
    this.call = call;
    /** Which of the buffers, and looks since it was chosen, and since sound was last made up, or much of it at once. */
    this.longer = this.kept = 0;
    this.quiet = looks.again;
    this.halted = looks.holds;
    this.patience = looks.patient;
    /** @type {number | null} what has been asked for */
    this.askedMs = null;
    this.heedsSince = this.heededAt = 0;
  }

  /** A new connection begins as if the line were good. */
  reset() {
    this.longer = this.kept = 0;
    this.quiet = looks.again;
    this.halted = looks.holds;
    this.askedMs = null;
    this.heedsSince = this.heededAt = 0;
  }

  /**
   * What came since the last look.
   * @param {Flow} flow
   */
  heed({ concealed: share, bufferMs, contentMs }) {
    const now = Date.now();
    if (now - this.heededAt > beginningMs) this.heedsSince = now;
    this.heededAt = now;
    if (now - this.heedsSince < beginningMs) return;
    this.kept += 1;
    this.halted = share > gap ? 0 : this.halted + 1;
    const before = this.quiet;
    this.quiet = share > concealed ? 0 : this.quiet + 1;
    if (this.quiet === 0) {
      // A little once is a hiccup of one of the two machines; and what was on its way when the buffer became longer is not
      // its fault. Every change costs a moment of the voice, so what is missing at once is made good at once.
      const isTooShort = (before < looks.again || share > gap) && this.kept > looks.worse;
      const longest = share > gap ? buffersMs.length - 1 : forGaps;
      const next = share > gap ? Math.max(this.longer + 1, forGaps) : this.longer + 1;
      if (isTooShort && next <= longest) this.choose(next);
    } else if (this.longer > 0 && this.quiet > this.patience && (contentMs ?? 0) < contentedMs[this.longer - 1]) {
      // The next time it is kept for longer, or it would become longer and shorter for ever.
      this.patience = Math.min(2 * this.patience, 8 * looks.patient);
      this.choose(this.longer - 1);
    }
    this.keepFilled(bufferMs ?? 0);
  }

  /** @param {number} longer which buffer */
  choose(longer) {
    [this.longer, this.kept, this.quiet] = [longer, 0, looks.again];
    this.ask(buffersMs[longer]);
  }

  /**
   * What was held up comes all at once and fills the buffer: it stays so for a while.
   * @param {number} bufferMs how long it is now
   */
  keepFilled(bufferMs) {
    if (this.askedMs === null) return;
    if (this.halted < looks.fills) {
      this.ask(Math.max(this.askedMs, Math.min(bufferMs - filled.measuredMoreMs, filled.mostMs)));
    } else if (this.halted >= looks.holds) this.ask(buffersMs[this.longer]);
  }

  /**
   * Voice and picture wait alike, for lips.
   * @param {number | null} ms
   */
  ask(ms) {
    if (ms === this.askedMs) return;
    this.askedMs = ms;
    for (const { receiver } of this.call.connection?.getTransceivers() ?? []) {
      if ("jitterBufferTarget" in receiver) receiver.jitterBufferTarget = ms;
    }
  }
}
