// @ts-check
// One of the others: picture, voice and name, and what there is to say of them.
import { make, setAttribute, setText, show, sign } from "./dom.js";
import { text } from "./texts.js";

/** @typedef {{participant: string, name: string, role: string, seat: number, means: string, path: string,
 *    microphone: boolean, camera: boolean, verdict: string | null}} Other */

/** Verdicts of which the one at the other end should know: it is the line that is slow to answer, and not the patient. */
const poor = ["voiceOnly", "bad"];

/**
 * After so long without a frame a picture rests. One that is only slow must not be said to: on a line without room for a
 * moving picture there is a still every four seconds at the earliest (`StillPicture.swift`), and one of them may be late or lost.
 */
const restsAfterMs = 9000;

/** @type {WeakMap<HTMLMediaElement, MediaStreamTrack>} the track that each element is to have */
const wanted = new WeakMap();

/**
 * Puts a track behind an element. An element whose stream has shown nothing yet holds the page's load event back, and
 * the wheel in the browser's tab would turn until somebody is admitted: so while the page loads, only what flows is put.
 * @param {MediaStreamTrack} track
 * @param {HTMLMediaElement} element
 * @param {() => void} late called when that is not done at once
 */
export function put(track, element, late) {
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

export class Tile {
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
    this.lineWord = make("span", { class: "tile-line", hidden: true });
    this.mutedSign = make("span", { class: "tile-muted", hidden: true }, sign("microphone-off"),
      make("span", {}, text("call.theyMuted")));
    this.root = make("figure", { class: "tile", "data-slot": String(slot), "data-picture": "false", hidden: true },
      this.picture, this.initials, this.note,
      make("figcaption", { class: "tile-label" }, this.name, this.lineWord, this.mutedSign), this.voice);
    root.append(this.root);
    /** @type {Other | null} */
    this.other = null;
    /** The one in this slot has been connected before, so that "lost" is not said while still connecting. */
    this.wasHere = false;
    this.frameAt = -Infinity;
    /** The one in this slot has been seen. */
    this.wasSeen = false;
    /** Since when frames are to be expected, and what lay between the two last ones. */
    this.expectedAt = this.gapMs = 0;
    this.watch();
    document.addEventListener("visibilitychange", () => this.expect());
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
    this.gapMs = this.wasSeen ? this.stillMs : 0;
    // What comes before is the own picture of a trial, or of who was here last.
    this.wasSeen ||= this.other?.camera ?? false;
    this.frameAt = performance.now();
    if (first) this.refresh();
  }

  /** The camera is on from now on, or the page is looked at again: a page that is not is shown no frames. */
  expect() {
    this.expectedAt = performance.now();
    this.gapMs = 0;
  }

  /** For how long no frame has come that was to be expected. */
  get stillMs() {
    return performance.now() - Math.max(this.frameAt, this.expectedAt);
  }

  /**
   * The picture was there and stands still, although the other has a camera on. One frame after a long while does not make
   * it move: the next one must follow.
   */
  get rests() {
    const { other } = this;
    return other !== null && other.camera && other.path === "ok" && this.wasSeen && !document.hidden
      && Math.max(this.stillMs, this.gapMs) > restsAfterMs;
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
    const isAnother = other?.participant !== this.other?.participant;
    if (isAnother) this.wasHere = this.wasSeen = false;
    if (other?.camera && (isAnother || !this.other?.camera || this.other.path !== other.path)) this.expect();
    this.other = other;
    show(this.root, other !== null);
    if (!other) return;
    this.lineIs(other.verdict ?? "good");
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

  /** @param {string} verdict on the line of the one who is seen here */
  lineIs(verdict) {
    const isPoor = poor.includes(verdict);
    setAttribute(this.root, "data-verdict", verdict);
    setText(this.lineWord, text(verdict === "bad" ? "line.bad" : "call.theirWeak"));
    show(this.lineWord, isPoor);
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
    // Who turns the camera off takes part by voice from then on (`Means`), as does who has none: that somebody has been
    // seen tells them apart.
    const without = this.wasSeen ? "call.theyNoCamera" : "call.theyVoiceOnly";
    // Noted as on the telephone, and yet there by picture: the picture says enough.
    setText(this.note, other.means === "telephone" && !moving ? text("call.theyTelephone") : lost ? text("call.theyLost")
      : picture ? "" : this.wasHere && !other.camera ? text(without) : text("call.connecting"));
  }
}

/** @param {string} name */
function initials(name) {
  const words = name.replace(/^(dr|læge)\.?\s/i, "").split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => Array.from(word)[0]?.toUpperCase() ?? "").join("");
}
