// @ts-check
// The pictures and voices of the others. Every slot has its elements from the start, so that when someone is
// admitted nothing has to be made: the first picture is shown as it arrives.
import { byId, setAttribute, show } from "./dom.js";
import { put, Tile } from "./tile.js";

/** @typedef {import("./tile.js").Other} Other */

/**
 * The slot in which the one with `seat` is seen by the one with seat `mine`.
 * @param {number} seat
 * @param {number} mine
 */
export const slotOf = (seat, mine) => (seat < mine ? seat : seat - 1);

/** Others in a room of eight. */
const slots = 7;

export class Stage {
  constructor() {
    this.root = byId("stage");
    /** @type {Tile[]} */
    this.tiles = [];
    this.screen = /** @type {HTMLVideoElement} */ (byId("screen"));
    this.own = /** @type {HTMLVideoElement} */ (byId("own"));
    /** Someone has pressed something, or the browser plays without; else a button asks for a press. */
    this.muted = false;
    byId("hear").addEventListener("click", () => this.play());
    for (let slot = 0; slot < slots; slot += 1) this.tiles.push(new Tile(this.root, slot));
  }

  /**
   * Puts the connection's tracks behind the elements.
   * @param {import("./call.js").Call} call
   */
  attach(call) {
    call.slots.forEach((slot, index) => {
      this.tiles[index]?.attach(slot, this.muted, () => this.play());
    });
    if (call.screenIn) put(call.screenIn, this.screen, () => this.play());
    this.play();
  }

  play() {
    /** @type {Promise<unknown>[]} */
    const plays = [];
    for (const tile of this.tiles) plays.push(tile.voice.play());
    void Promise.allSettled(plays).then((results) => {
      const blocked = results.some((result) => result.status === "rejected"
        && result.reason?.name === "NotAllowedError");
      show(byId("hear"), blocked);
    });
    for (const tile of this.tiles) void tile.picture.play().catch(() => undefined);
    void this.screen.play().catch(() => undefined);
  }

  /**
   * While a test plays one's own voice back, or a conversation is on hold.
   * @param {boolean} muted
   */
  silence(muted) {
    this.muted = muted;
    for (const tile of this.tiles) tile.voice.muted = muted;
  }

  /** @param {MediaStreamTrack | null} track */
  showOwn(track) {
    const current = this.own.srcObject instanceof MediaStream ? this.own.srcObject.getVideoTracks()[0] : null;
    if (current === track) return;
    this.own.srcObject = track ? new MediaStream([track]) : null;
    setAttribute(this.own, "data-mirror", String(track?.getSettings().facingMode !== "environment"));
    show(byId("own-none"), !track);
    if (track) void this.own.play().catch(() => undefined);
  }

  /** @param {Other[]} others @param {number} mine my own seat @param {string | null} sharer */
  arrange(others, mine, sharer) {
    const shown = new Map(others.map((other) => [slotOf(other.seat, mine), other]));
    this.tiles.forEach((tile, index) => tile.present(shown.get(index) ?? null));
    setAttribute(this.root, "data-count", String(Math.max(1, shown.size)));
    setAttribute(this.root, "data-screen", String(sharer !== null));
    show(byId("screen-tile"), sharer !== null);
    show(byId("stage-empty"), shown.size === 0);
  }

  /**
   * The server's verdict on somebody's line, where that is one of those who are seen.
   * @param {string} participant
   * @param {string} verdict
   */
  lineIs(participant, verdict) {
    this.tiles.find(({ other }) => other?.participant === participant)?.lineIs(verdict);
  }

  /** The picture of somebody who is seen rests. */
  get pictureRests() {
    return this.tiles.some((tile) => tile.rests);
  }

  /** @param {string | undefined} id */
  async speaker(id) {
    if (!id) return;
    for (const tile of this.tiles) {
      const voice = /** @type {any} */ (tile.voice);
      await voice.setSinkId?.(id).catch(() => undefined);
    }
  }
}
