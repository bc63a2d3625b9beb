// @ts-check
// The card on which camera, microphone, loudspeaker and line are tried, in the waiting room and on the test page.
import { byId, find, onAct, setAttribute, setText, show } from "./dom.js";
import { language, text } from "./texts.js";
import { followLevel, showLevel } from "./meter.js";
import { showAdvice } from "./advice.js";
import { tryLine } from "./linetest.js";

/** @typedef {import("./linetest.js").Result} Result */

export class Trial {
  /**
   * @param {import("./room.js").Room} room
   * @param {{done: (result: Result) => void, denied?: (device: string) => void}} events
   * @param {{isPublic?: boolean}} place on the public page no clinic waits, and there is no queue
   */
  constructor(room, events, { isPublic = false } = {}) {
    this.room = room;
    this.events = events;
    this.isPublic = isPublic;
    this.running = false;
    /** @type {HTMLAudioElement | null} */
    this.playing = null;
    /** @type {MediaStreamTrack | null} */
    this.metered = null;
    this.stopMeter = () => undefined;
    /** @type {Set<string>} */
    this.told = new Set();
    onAct("test-devices", () => void this.run(true));
    onAct("play-back", () => this.playBack());
    byId("try-devices").addEventListener("click", () => void this.run(false));
  }

  /**
   * Asks for the devices, lays the path and measures.
   * @param {boolean} speak with a spoken sentence
   */
  async run(speak) {
    if (this.running) return;
    this.running = true;
    const button = find('[data-act="test-devices"]');
    button?.setAttribute("aria-disabled", "true");
    setAttribute(byId("trial"), "data-state", "testing");
    this.verdict("testing");
    setText(byId("heard"), "");
    try {
      const laid = this.room.begin();
      await this.room.devices.open({ camera: this.room.cameraWanted });
      this.present();
      this.check("line", "testing");
      await laid;
      const result = await tryLine(this.room, { speak,
        progress: (part) => { /** @type {HTMLProgressElement} */ (byId("speak-progress")).value = part * 100; },
        speaking: (now) => show(byId("speak"), now) });
      this.result(result);
    } catch (error) {
      this.verdict("unknown");
      this.check("line", "unknown");
      setText(byId("heard"), error instanceof Error ? error.message : "");
    } finally {
      this.running = false;
      button?.removeAttribute("aria-disabled");
      setAttribute(byId("trial"), "data-state", "done");
    }
  }

  /** Own picture, meter and the state of each device, whenever they change. */
  present() {
    const { tracks, states } = this.room.devices;
    const mirror = /** @type {HTMLVideoElement} */ (byId("mirror"));
    const current = mirror.srcObject instanceof MediaStream ? mirror.srcObject.getVideoTracks()[0] : null;
    if (current !== tracks.camera) {
      mirror.srcObject = tracks.camera ? new MediaStream([tracks.camera]) : null;
      setAttribute(mirror, "data-mirror", String(tracks.camera?.getSettings().facingMode !== "environment"));
      if (tracks.camera) void mirror.play().catch(() => undefined);
    }
    show(byId("mirror-none"), !tracks.camera);
    if (states.camera !== "unknown" && !tracks.camera) setText(byId("mirror-none-text"), text("trial.noPicture"));
    this.check("microphone", states.microphone);
    this.check("camera", states.camera);
    showAdvice(this.room.devices, this.isPublic);
    for (const device of /** @type {const} */ (["camera", "microphone"])) {
      if (states[device] !== "denied" || this.told.has(device)) continue;
      this.told.add(device);
      this.events.denied?.(device);
    }
    if (tracks.microphone !== this.metered) {
      this.stopMeter();
      this.metered = tracks.microphone;
      const stop = tracks.microphone
        ? followLevel(tracks.microphone, (level) => showLevel(byId("level"), level)) : () => undefined;
      this.stopMeter = () => { stop(); showLevel(byId("level"), 0); return undefined; };
    }
  }

  /** @param {"microphone" | "camera" | "line"} what @param {string} state */
  check(what, state) {
    const row = byId(`check-${what}`);
    setAttribute(row, "data-check", state);
    setText(find(".check-word", row), state === "unknown" ? "" : text(`check.${state}`));
  }

  /** @param {string} verdict */
  verdict(verdict) {
    const mute = verdict === "telephone" && !this.room.devices.tracks.microphone;
    const word = mute ? "noMicrophone" : verdict;
    const group = this.isPublic && verdict === "telephone" ? "test" : "verdict";
    setAttribute(byId("verdict"), "data-verdict", verdict);
    setText(byId("verdict-text"), text(`${group}.${word}`));
    const sign = { good: "ok", pictureWeak: "line", voiceOnly: "voice", telephone: "telephone" }[verdict] ?? "line";
    const use = byId("verdict").querySelector("use");
    use?.setAttribute("href", (use.getAttribute("href") ?? "").replace(/#.*/, `#${sign}`));
  }

  /** @param {Result} result */
  result(result) {
    this.verdict(result.verdict);
    const isBad = result.verdict === "telephone" && this.room.devices.tracks.microphone !== null;
    this.check("line", isBad ? "bad" : result.verdict === "pictureWeak" ? "weak" : "ok");
    const { numbers } = result;
    const shown = (/** @type {number | null} */ value, /** @type {string} */ unit) => (
      value === null ? "–" : `${new Intl.NumberFormat(language).format(value)} ${unit}`);
    setText(byId("number-round-trip"), shown(numbers.roundTripMs, "ms"));
    setText(byId("number-loss"), shown(numbers.loss === null ? null : Math.round(numbers.loss * 1000) / 10, "%"));
    setText(byId("number-up"), shown(numbers.upKbps, "kbit/s"));
    setText(byId("number-down"), shown(numbers.downKbps, "kbit/s"));
    if (result.heard !== null) {
      setText(byId("heard"), text(result.heard ? "trial.heard" : "trial.notHeard"));
    }
    if (result.recording) {
      if (this.playing) URL.revokeObjectURL(this.playing.src);
      this.playing = new Audio(URL.createObjectURL(result.recording));
      show(find('[data-act="play-back"]'), true);
      if (!this.room.live) this.playBack();
    }
    this.events.done(result);
  }

  playBack() {
    if (!this.playing) return;
    this.playing.currentTime = 0;
    void this.playing.play().catch(() => undefined);
  }

  /** The call begins: nothing of the trial may be heard any more. */
  stop() {
    this.playing?.pause();
    this.stopMeter();
    this.metered = null;
  }
}
