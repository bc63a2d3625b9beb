// @ts-check
// How long a buffer the browser is asked for: longer at once, and shorter late and slowly, so that nobody hears it.

/**
 * A buffer that becomes shorter makes browsers hurry the voice, by a tenth until it is as short as they want it, and they
 * do so as well where their own wish falls. So what is needed is asked for until it has not been needed for `heldMs`, and
 * taken back by a hundredth of the time that passes then.
 */
const heldMs = 40_000;
const slower = 0.01;
/** The longest time between two looks that counts: nothing is heard, and nothing taken back, while nobody looks. */
const lookMs = 1000;
/** A shorter one than this is left to the browser, and a longer one than that no talk can bear. */
const leastMs = 50;
const mostMs = 700;
/** A pause that is noticed so much later is noticed too late. */
const pauseMs = 150;

export class Buffer {
  /** @param {{connection: RTCPeerConnection | null}} call */
  constructor(call) {
    this.call = call;
    /** What the browser is asked for; 0 where it is left to itself. */
    this.askedMs = 0;
    this.neededAt = this.settledAt = 0;
  }

  /**
   * To be called at every look.
   * @param {number} neededMs
   */
  settle(neededMs) {
    const now = Date.now();
    const passed = Math.min(now - this.settledAt, lookMs);
    this.settledAt = now;
    const needed = Math.min(Math.round(neededMs), mostMs);
    if (needed >= this.askedMs) this.neededAt = now;
    const isHeld = now - this.neededAt < heldMs;
    const ms = Math.max(needed, isHeld ? this.askedMs : Math.round(this.askedMs - slower * passed));
    this.ask(ms < leastMs ? 0 : ms);
  }

  /** What is played hides for a while that nothing comes any more. */
  get hidesPauses() {
    return this.askedMs > pauseMs && "jitterBufferTarget" in RTCRtpReceiver.prototype;
  }

  /**
   * At once. Voice and picture wait alike, for lips.
   * @param {number} ms
   */
  ask(ms) {
    if (ms === this.askedMs) return;
    this.askedMs = ms;
    for (const { receiver } of this.call.connection?.getTransceivers() ?? []) {
      if ("jitterBufferTarget" in receiver) receiver.jitterBufferTarget = ms > 0 ? ms : null;
    }
  }
}
