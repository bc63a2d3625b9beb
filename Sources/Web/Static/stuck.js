// @ts-check
// Pictures whose packets come but whose frames do not.

/** Looks that a picture may stand still although its packets come. */
const mostLooks = 8;

export class StuckPictures {
  constructor() {
    /** @type {Map<string, {packets: number, frames: number, looks: number}>} by stream */
    this.pictures = new Map();
  }

  /**
   * Whether a picture has been stuck for too long, with this look.
   * @param {any} report of its stream
   */
  isStuck({ id, packetsReceived: packets = 0, framesDecoded: frames = 0 }) {
    const before = this.pictures.get(id) ?? { packets: 0, frames: 0, looks: 0 };
    const looks = packets - before.packets >= 3 && frames === before.frames ? before.looks + 1 : 0;
    this.pictures.set(id, { packets, frames, looks });
    return looks >= mostLooks;
  }

  /** They begin anew. */
  forget() {
    this.pictures.clear();
  }
}
