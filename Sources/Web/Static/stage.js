// @ts-check
// The pictures and voices of the others. Every slot has its elements from the start, so that when someone is
// admitted nothing has to be made: the first picture is shown as it arrives.
import { byId, make, setAttribute, setText, show, sign } from "./dom.js";
import { text } from "./texts.js";

/** @typedef {{participant: string, name: string, role: string, seat: number, means: string, path: string,
 *    microphone: boolean, camera: boolean}} Other */

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

  /** @param {string | undefined} id */
  async speaker(id) {
    if (!id) return;
    for (const tile of this.tiles) {
      const voice = /** @type {any} */ (tile.voice);
      await voice.setSinkId?.(id).catch(() => undefined);
    }
  }
}

/** @type {WeakMap<HTMLMediaElement, MediaStreamTrack>} the track that each element is to have */
const wanted = new WeakMap();

/**
 * Puts a track behind an element. An element whose stream has shown nothing yet holds the page's load event back, and
 * the wheel in the browser's tab would turn until somebody is admitted: so while the page loads, only what flows is put.
 * @param {MediaStreamTrack} track
 * @param {HTMLMediaElement} element
 * @param {() => void} late called when that is not done at once
 */
function put(track, element, late) {
  const now = () => { element.srcObject = new MediaStream([track]); };
  wanted.set(element, track);
  if (document.readyState === "complete") return now();
  const once = new AbortController();
  const then = () => {
    once.abort();
    if (wanted.get(element) !== track) return;
    now();
    late();
  };
  window.addEventListener("load", then, { signal: once.signal });
  track.addEventListener("unmute", then, { signal: once.signal });
}

class Tile {
  /**
   * @param {HTMLElement} root
   * @param {number} slot
   */
  constructor(root, slot) {
    this.picture = /** @type {HTMLVideoElement} */ (
      make("video", { playsinline: true, autoplay: true, "data-slot": String(slot) }));
    this.picture.muted = true;
    this.voice = /** @type {HTMLAudioElement} */ (make("audio", { autoplay: true, "data-slot": String(slot) }));
    this.name = make("span", { class: "tile-name" });
    this.initials = make("span", { class: "tile-initials", "aria-hidden": "true" });
    this.note = make("span", { class: "tile-note" });
    this.mutedSign = make("span", { class: "tile-muted", hidden: true }, sign("microphone-off"),
      make("span", {}, text("call.theyMuted")));
    this.root = make("figure", { class: "tile", "data-slot": String(slot), "data-picture": "false", hidden: true },
      this.picture, this.initials, this.note,
      make("figcaption", { class: "tile-label" }, this.name, this.mutedSign), this.voice);
    root.append(this.root);
    /** @type {Other | null} */
    this.other = null;
    /** The one in this slot has been connected before, so that "lost" is not said while still connecting. */
    this.wasHere = false;
    this.frameAt = -Infinity;
    this.watch();
    setInterval(() => { if (this.other) this.refresh(); }, 700);
  }

  /**
   * The picture is shown from its first frame, before the server has told us of a camera. The element's own clock goes
   * on while a picture stands still, so only frames count.
   */
  watch() {
    const picture = /** @type {any} */ (this.picture);
    if (picture.requestVideoFrameCallback) {
      picture.requestVideoFrameCallback(() => {
        this.sawFrame();
        this.watch();
      });
      return;
    }
    let before = 0;
    picture.addEventListener("timeupdate", () => {
      const frames = picture.getVideoPlaybackQuality?.().totalVideoFrames ?? before + 1;
      if (frames !== before) this.sawFrame();
      before = frames;
    });
  }

  sawFrame() {
    const first = performance.now() - this.frameAt > 1500;
    this.frameAt = performance.now();
    if (first) this.refresh();
  }

  /**
   * @param {import("./call.js").Slot} slot
   * @param {boolean} muted
   * @param {() => void} late what to do when a track is put behind its element only later
   */
  attach(slot, muted, late) {
    put(slot.video, this.picture, late);
    put(slot.audio, this.voice, late);
    this.voice.muted = muted;
  }

  /** @param {Other | null} other */
  present(other) {
    if (other?.participant !== this.other?.participant) this.wasHere = false;
    this.other = other;
    show(this.root, other !== null);
    if (!other) return;
    if (other.path === "ok") this.wasHere = true;
    setAttribute(this.root, "data-participant", other.participant);
    setAttribute(this.picture, "data-picture", other.participant);
    setAttribute(this.picture, "data-seat", String(other.seat));
    setAttribute(this.picture, "aria-label", other.name);
    setText(this.name, other.name);
    setText(this.initials, initials(other.name));
    // By telephone the microphone here rests, which is no being muted.
    show(this.mutedSign, this.wasHere && other.microphone === false && other.means !== "telephone");
    this.refresh();
  }

  refresh() {
    const other = this.other;
    if (!other) return;
    // Where the server says that nothing comes, a picture of a moment ago is no proof of the contrary.
    const moving = performance.now() - this.frameAt < (other.path === "lost" ? 1000 : 1500);
    const lost = other.path === "lost" && this.wasHere && !moving;
    const picture = moving || (other.camera && !lost && Number.isFinite(this.frameAt));
    setAttribute(this.root, "data-picture", String(picture));
    setAttribute(this.root, "data-path", lost ? "lost" : "ok");
    // Noted as on the telephone, and yet there by picture: the picture says enough.
    setText(this.note, other.means === "telephone" && !moving ? text("call.theyTelephone") : lost ? text("call.theyLost")
      : picture ? "" : this.wasHere && !other.camera ? text("call.theyVoiceOnly") : text("call.connecting"));
  }
}

/** @param {string} name */
export function initials(name) {
  const words = name.replace(/^(dr|læge)\.?\s/i, "").split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => Array.from(word)[0]?.toUpperCase() ?? "").join("");
}
