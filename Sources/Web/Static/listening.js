// @ts-check
// For how long the browser waits for the voice that comes, so that what is late or repeated is heard as well.

import { Buffer } from "./buffer.js";

/** @typedef {import("./flow.js").Flow} Flow */

/** Looks, two and a half a second. */
const looks = { worse: 4, again: 12, fills: 10, patient: 100, remembered: 10, end: 2 };
/** Share of concealed sound in a look above which the line has not been good. */
const concealed = 0.01;
/**
 * A longer buffer lets repeated packets arrive in time, but until it is filled the voice is stretched for a second or two, which
 * is heard more than a packet now and then. So single losses are worth it only when so much is made up within five seconds, in
 * parts of a look: a tenth of a second.
 */
const worthIt = 0.25;
/** Of two looks, in parts of one: a tenth of a second is a gap that was heard, a quarter is a line that has halted. */
const gaps = { heard: 0.25, long: 0.6 };
/**
 * The browser's own buffer, and longer ones: what is repeated after a single loss comes within the second, and what a
 * fading line has lost for a fifth of a second within the third; the last is for lines that fade for longer. They are gone
 * back on one by one.
 */
const buffersMs = [0, 200, 300, 450];
/** The longest for single losses, and the one for the first gap. */
const forGaps = 2;
/**
 * A line that has halted leaves a buffer that is longer by far. It is kept as it is: the browser measures so much more than
 * what it was asked for.
 */
const measuredMoreMs = 20;
/**
 * Where a line has halted for a moment what was held up comes afterwards, or is lost. Where less than this comes in the
 * looks around a short gap, the way has become longer, for which a longer buffer is no cure.
 */
const caughtUp = 0.94;
/** Before sound is there for so long, what is made up says nothing of the line. */
const beginningMs = 1500;
/**
 * Silence that is answered while it lasts: longer than any that jitter makes or a fade of a fifth of a second, which the page
 * notices as up to 0.25 s, and shorter than one that no buffer outlasts.
 * A choice that is no older than `judgedMs` when an end is noticed was made for the silence that turned out to be it.
 */
const fade = { leastMs: 280, mostMs: 700, judgedMs: 1500 };

export class Listening {
  /** @param {import("./call.js").Call} call */
  constructor(call) {
    this.call = call;
    /** Which of the buffers, and looks since it was chosen, and since sound was last made up, or much of it at once. */
    this.longer = this.kept = 0;
    this.quiet = 0;
    /**
     * Shares that were made up in the last looks, the newest first, without gaps, which are judged by themselves.
     * @type {number[]}
     */
    this.singles = [];
    this.halted = looks.fills;
    this.patience = looks.patient;
    this.buffer = new Buffer(call);
    /** Packets that were to come and time, in each of the last looks, the newest first. */
    this.past = [{ due: 0, ms: 0 }];
    this.isGap = false;
    this.shareBefore = 0;
    this.heedsSince = this.heededAt = 0;
    /** Looks in a row in which no voice came. */
    this.silent = 0;
    /**
     * What was asked for before the present choice, which was made then.
     * @type {{longer: number, askedMs: number, until: number}}
     */
    this.former = { longer: 0, askedMs: 0, until: 0 };
  }

  /** A new connection or another talk begins as if the line were good: the next look forgets what was seen before. */
  reset() {
    this.longer = this.kept = this.heededAt = this.former.until = 0;
    this.quiet = 0;
    this.singles = [];
    this.halted = looks.fills;
    this.buffer.ask(0);
  }

  /**
   * A fade that may outlast the buffer is answered while it lasts: what was held up then fills the longer buffer at once. In
   * the next look browsers would have hurried it away, to stretch the voice again for the buffer that is asked for then.
   * @param {number} ms for how long no voice has come
   */
  feel(ms) {
    const longest = buffersMs.length - 1;
    if (this.buffer.askedMs >= buffersMs[longest]) return;
    if (ms > fade.leastMs && ms < fade.mostMs) this.lengthen(longest);
  }

  /** It was no fade but an end, which no buffer outlasts: the voice that returns begins as before it. */
  ended() {
    const { longer, askedMs, until } = this.former;
    if (Date.now() - until < fade.judgedMs) {
      this.longer = longer;
      this.buffer.ask(askedMs);
    }
    this.heededAt = 0;
  }

  /**
   * For gaps that the present buffer does not outlast, or hardly.
   * @param {number} longer which buffer
   */
  lengthen(longer) {
    if (this.kept > looks.worse && longer > this.longer && longer < buffersMs.length) this.choose(longer);
  }

  /**
   * What came since the last look.
   * @param {Flow} flow
   */
  heed({ concealed: share, bufferMs, contentMs, packets, lost, playedMs }) {
    const now = Date.now();
    if (now - this.heededAt > beginningMs) {
      this.heedsSince = now;
      this.past = [];
      this.singles = [];
      this.isGap = false;
      this.shareBefore = 0;
    }
    this.heededAt = now;
    this.silent = packets === 0 ? this.silent + 1 : 0;
    if (this.silent >= looks.end) return this.ended();
    if (now - this.heedsSince < beginningMs) return;
    this.past = [{ due: packets + lost, ms: playedMs }, ...this.past].slice(0, looks.remembered);
    this.kept += 1;
    const missing = share + this.shareBefore;
    this.shareBefore = share;
    // While nothing comes at all it may be the end of the path, which no buffer outlasts.
    const hasHalted = packets > 0 && (missing > gaps.long || (this.isGap && this.isCaughtUp()));
    // Two looks have part in it, and the later one judges, by what comes after it.
    const isJudged = this.isGap;
    this.isGap = missing > gaps.heard && !isJudged;
    this.halted = hasHalted ? 0 : this.halted + 1;
    this.quiet = share > concealed ? 0 : this.quiet + 1;
    // What was on its way when the buffer became longer is not its fault.
    this.singles = isJudged || this.kept <= looks.worse ? [] : [share, ...this.singles].slice(0, looks.again);
    const made = this.singles.reduce((sum, one) => sum + one, 0);
    if (hasHalted) this.lengthen(Math.max(this.longer + 1, forGaps));
    else if (made > worthIt && !this.isGap && this.longer < forGaps) this.choose(this.longer + 1);
    else if (this.longer > 0 && this.quiet > this.patience) {
      // The next time it is kept for longer, or it would become longer and shorter for ever.
      this.patience = Math.min(2 * this.patience, 8 * looks.patient);
      this.choose(this.longer - 1);
    }
    this.buffer.settle(Math.max(this.neededMs(bufferMs ?? 0), contentMs ?? 0));
  }

  /** @param {number} bufferMs how long the buffer is now; what was held up comes all at once and fills it */
  neededMs(bufferMs) {
    const chosen = buffersMs[this.longer];
    if (this.halted >= looks.fills) return chosen;
    return Math.max(chosen, this.buffer.askedMs, bufferMs - measuredMoreMs);
  }

  /**
   * Whether in the look of a gap, the two before and the one after as much came as in those before them. Packets that have
   * become three times as long, or nothing before, tell nothing: then it is taken for a halt.
   */
  isCaughtUp() {
    const pace = (/** @type {{due: number, ms: number}[]} */ some) => (
      some.reduce((sum, one) => sum + one.due, 0) / Math.max(1, some.reduce((sum, one) => sum + one.ms, 0)));
    const usual = pace(this.past.slice(4));
    const now = pace(this.past.slice(0, 4));
    return now > caughtUp * usual || now < usual / 2;
  }

  /** @param {number} longer which buffer */
  choose(longer) {
    this.former = { longer: this.longer, askedMs: this.buffer.askedMs, until: Date.now() };
    [this.longer, this.kept, this.quiet, this.singles] = [longer, 0, 0, []];
    this.buffer.settle(buffersMs[longer]);
  }
}
