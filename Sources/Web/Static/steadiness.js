// @ts-check
// Whether a voice flows on a line: fifty packets a second, where signs of life alone are few.

/** Bytes in a look, two and a half a second, and looks in a row. */
const voiceBytes = 600;
const enough = 6;

export class Steadiness {
  constructor() {
    /** Looks in which a voice came, and whether the last one had next to nothing. */
    this.looks = 0;
    this.isWeak = false;
  }

  /** A voice has flowed until now. */
  get flows() {
    return this.looks >= enough;
  }

  /**
   * What came since the last look. One with little may be the one in which the line ceased: only two in a row are a voice
   * that pauses.
   * @param {number} bytes
   */
  note(bytes) {
    const isWeak = bytes <= voiceBytes;
    this.looks = !isWeak ? Math.min(this.looks + 1, enough + 2) : this.isWeak ? 0 : this.looks;
    this.isWeak = isWeak;
  }

  /** It begins anew. */
  forget() {
    this.looks = 0;
  }
}
