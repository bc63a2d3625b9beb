// @ts-check
// The server's word on whether it hears us. Where our way up alone is gone it knows first: what still comes down says
// nothing of it.

/** Whom it does not hear the server sends nothing but checks; this long after its word nothing else is on its way to us. */
const arrivesMs = 800;
/** After an outage that word comes late, while packets come again. */
const quietEnoughMs = 200;
/** It has heard nothing for longer than this when it says so. */
const silentMs = 1000;

export class Heard {
  constructor() {
    /** When the server said that it does not hear us; 0 where it does. */
    this.deniedAt = 0;
  }

  /** @param {boolean} isHeard */
  heed(isHeard) {
    this.deniedAt = isHeard ? 0 : this.deniedAt || Date.now();
  }

  get isDenied() { return this.deniedAt > 0; }

  /**
   * Whether the way up is lost.
   * @param {number} quietMs for how long nothing has come
   */
  isLost(quietMs) { return this.isDenied && quietMs >= quietEnoughMs; }

  /** Whether what comes in proves that the server hears us. */
  get isProvable() { return Date.now() - this.deniedAt >= arrivesMs; }

  /** When it heard us last, at the latest. */
  get until() { return this.deniedAt - silentMs; }
}
