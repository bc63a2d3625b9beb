// @ts-check
// What the patient's and the clinic's pages share: the connection, its path, the stage and the devices, put together.
import { byId, find, now, setAttribute, setText, show } from "./dom.js";
import { send } from "./http.js";
import { span, text } from "./texts.js";
import { Call } from "./call.js";
import { Path } from "./path.js";
import { Stage } from "./stage.js";
import { Listening } from "./listening.js";
import { Voice } from "./voice.js";
import { Devices } from "./devices.js";
import { tellSeen, tellSending } from "./telling.js";

/** After this long without any path the telephone is offered. */
const offerTelephoneMs = 10_000;

/** @typedef {"good" | "pictureWeak" | "voiceOnly" | "bad" | "lost"} LineVerdict */

export class Room {
  /**
   * @param {string} base
   * @param {{path?: (state: import("./path.js").PathState, ms: number) => void, devices?: () => void,
   *   built?: () => void, stopped?: (refusal: import("./http.js").Refused) => void}} [events]
   */
  constructor(base, events = {}) {
    this.events = events;
    this.stage = new Stage();
    /** Media flows now: from the press on Admit until the call is over. */
    this.live = false;
    this.cameraWanted = true;
    this.muted = false;
    this.onHold = false;
    this.testing = false;
    this.begun = false;
    this.poorLooks = 0;
    /** The others know that our picture rests, for the line's sake. */
    this.restIsTold = false;
    this.seen = { lookedAt: 0, since: 0, looks: 0, concealed: 0, frozenMs: 0 };
    this.goodLooks = 0;
    this.since = 0;
    this.telephone = "";
    /** @type {LineVerdict} */
    this.verdict = "good";
    /** @type {LineVerdict} the one that is shown, which may be the browser's own */
    this.shown = "good";
    this.call = new Call(base, {
      built: (call) => { this.stage.attach(call); this.voice.reset(); this.listening.reset(); this.events.built?.(); },
      state: (state) => this.path.changed(state),
    });
    this.path = new Path(this.call, {
      path: (state, ms) => this.pathIs(state, ms), flow: (flow) => this.flows(flow),
      quiet: (voiceMs) => { if (this.live && !this.onHold) this.listening.feel(voiceMs); },
      hidesPauses: () => this.live && !this.onHold && this.listening.buffer.hidesPauses,
      stopped: (refusal) => this.events.stopped?.(refusal),
    });
    this.voice = new Voice(this.call);
    this.listening = new Listening(this.call);
    this.devices = new Devices(() => void this.devicesChanged());
    setInterval(() => this.tick(), 1000);
    window.addEventListener("pagehide", () => this.path.stop());
    window.addEventListener("pageshow", (event) => { if (event.persisted && this.begun) void this.path.begin(); });
  }

  /** Lays the path. Nothing is sent until a test or a call. */
  begin() {
    if (this.begun && !this.path.stopped) return Promise.resolve();
    this.begun = true;
    return this.path.begin();
  }

  /** A new connection in the same call: the server has restarted, or someone pressed "call again". */
  again() {
    this.begun = true;
    return this.path.begin();
  }

  /**
   * The server is another process than before: a connection to the old one is dead, whatever it says of itself. One
   * that was answered after the stream had broken is already to the new process.
   * @param {number} brokeAt
   */
  async serverRestarted(brokeAt) {
    if (this.begun && this.call.builtAt <= brokeAt) await this.again();
  }

  async devicesChanged() {
    const { camera, microphone } = this.devices.tracks;
    this.stage.showOwn(camera);
    if (microphone) microphone.enabled = !this.muted;
    if (this.call.tracks.camera !== camera) await this.call.use("camera", camera);
    if (this.call.tracks.microphone !== microphone) await this.call.use("microphone", microphone);
    await this.stage.speaker(this.devices.chosen.speaker);
    this.events.devices?.();
    if (this.live) await this.send();
  }

  /**
   * Sends from this moment: the press on Admit need not wait for the server's answer.
   * @param {boolean} live
   */
  async goLive(live) {
    if (this.live === live) return;
    this.live = live;
    if (live) this.listening.reset();
    if (live && this.testing) this.stopEcho();
    await this.send();
  }

  /** Admitted in the middle of a trial: nobody wants to hear himself now. */
  stopEcho() {
    this.stage.silence(this.onHold);
    if (this.call.location) void send("DELETE", `${this.call.location}/echo`).catch(() => undefined);
  }

  /** @param {boolean} testing */
  async test(testing) {
    this.testing = testing;
    await this.send();
  }

  async send() {
    const on = (this.live && !this.onHold) || this.testing;
    await this.call.sendOnly({ microphone: on, camera: on && (this.cameraWanted || this.testing),
      screen: this.live && !this.onHold && this.call.tracks.screen !== null });
    if (this.live) await tellSending(this.call);
  }

  /** @param {boolean} held */
  async hold(held) {
    if (this.onHold === held) return;
    this.onHold = held;
    this.stage.silence(held);
    await this.send();
  }

  /** @param {import("./path.js").PathState} state @param {number} ms */
  pathIs(state, ms) {
    this.events.path?.(state, ms);
    const lost = state === "lost" && this.live;
    if (lost) this.listening.ended();
    show(byId("lost"), lost && ms >= 1000);
    show(byId("lost-phone"), lost && ms >= offerTelephoneMs && this.telephone !== "");
    if (lost) this.showLine("lost");
    else if (state === "ok") {
      // The word that took this one back may have been for a stream that is gone.
      if (this.verdict === "lost") this.verdict = "good";
      this.showLine(this.verdict);
      if (this.live) void this.send();
    }
  }

  /** The browser's own view of the line, for when the server's words cannot reach us.
   * @param {import("./flow.js").Flow} flow */
  flows(flow) {
    if (this.live) {
      // Whoever is on hold sends nothing that could try the line.
      if (!this.onHold) this.voice.heed(flow);
      this.tellRest();
      this.listening.heed(flow);
      this.tellSeen(flow);
    }
    const poor = this.call.picture !== "flows" || flow.audioLoss > 0.12 || (flow.roundTripMs ?? 0) > 900;
    this.poorLooks = poor ? this.poorLooks + 1 : 0;
    this.goodLooks = poor ? 0 : this.goodLooks + 1;
    if (this.poorLooks >= 4) this.showLine("voiceOnly");
    else if (this.goodLooks >= 6) this.showLine(this.verdict);
  }

  /** That our picture rests only this page knows, whose browser finds its way up too narrow. */
  tellRest() {
    const rests = this.call.picture !== "flows";
    if (rests === this.restIsTold) return;
    this.restIsTold = rests;
    void tellSending(this.call);
  }

  /** What was made up or stood still is told once a second, and nothing while there is nothing.
   * @param {import("./flow.js").Flow} flow */
  tellSeen(flow) {
    const now = Date.now();
    // Until now nobody was to be heard, and sound that begins takes a moment: the first second says nothing of the line.
    if (now - this.seen.lookedAt > 1000) this.seen = { lookedAt: now, since: now + 1000, looks: 0, concealed: 0, frozenMs: 0 };
    this.seen.lookedAt = now;
    if (now < this.seen.since) return;
    this.seen.looks += 1;
    this.seen.concealed += flow.concealed;
    // Where the server has paused the picture it knows, and the line has no room for saying it every second.
    if (this.verdict !== "voiceOnly") this.seen.frozenMs += flow.frozenMs;
    if (now - this.seen.since < 1000) return;
    const { since, looks, concealed, frozenMs } = this.seen;
    // To the second, or there would be fewer words than seconds of the line, and some of those would seem good.
    this.seen = { lookedAt: now, since: since + 1000, looks: 0, concealed: 0, frozenMs: 0 };
    if (concealed / looks <= 0.005 && frozenMs === 0) return;
    void tellSeen(this.call, concealed / looks, Math.min(frozenMs, 1000));
  }

  /**
   * The server's verdict on my line.
   * @param {LineVerdict} verdict
   */
  lineIs(verdict) {
    this.verdict = verdict;
    this.path.heard.heed(verdict !== "lost");
    if (this.path.state === "ok") this.showLine(verdict);
  }

  /** @param {LineVerdict} verdict */
  showLine(verdict) {
    const words = { good: "lineGood", pictureWeak: "lineWeak", voiceOnly: "lineVoice", bad: "lineBad",
      lost: "lineLost" };
    setAttribute(byId("call-line"), "data-verdict", verdict);
    setText(byId("call-line-text"), text(`call.${words[verdict]}`));
    this.shown = verdict;
    this.sayVoiceFirst();
  }

  /**
   * On a poor line, mine or the other's, the voice goes first; a picture is said to rest only where it does, and whose it
   * is.
   */
  sayVoiceFirst() {
    const said = byId("voice-first");
    const isPoor = this.shown === "voiceOnly" || this.shown === "bad";
    const rests = this.stage.pictureRests;
    const word = rests ? (isPoor ? "pictureRests" : "theirPictureRests") : this.ownPictureRests ? "ownPictureRests" : "voiceFirst";
    setText(find("span", said), text(`call.${word}`));
    show(said, this.live && (isPoor || rests));
  }

  /** My camera or screen is on, and at most a still of it is sent now and then, for the voice's sake. */
  get ownPictureRests() {
    const { picture, sending, tracks } = this.call;
    const isOn = (/** @type {"camera" | "screen"} */ source) => sending[source] && tracks[source] !== null;
    return picture !== "flows" && (isOn("camera") || isOn("screen"));
  }

  /**
   * What the server says of the call now.
   * @param {any} call the view's `call`, or null
   * @param {number} seat my own
   */
  present(call, seat) {
    this.since = call?.since ?? 0;
    this.telephone = call?.telephone ?? "";
    const link = /** @type {HTMLAnchorElement} */ (byId("lost-number"));
    setText(link, this.telephone);
    link.href = `tel:${this.telephone.replace(/[^\d+]/g, "")}`;
    const others = (call?.others ?? []).filter((/** @type {any} */ other) => typeof other.seat === "number");
    this.call.watchedBy(others.length);
    const sharer = call?.screen ?? null;
    const mine = sharer !== null && !others.some((/** @type {any} */ other) => other.participant === sharer);
    this.stage.arrange(others, seat, mine ? null : sharer);
  }

  tick() {
    setText(byId("call-time"), this.since > 0 ? span(now() - this.since) : "");
    this.sayVoiceFirst();
  }

  /** Devices out, connection down. The server has taken its end down already when a visit is over. */
  close() {
    this.path.stop();
    this.live = false;
    this.begun = false;
    this.call.turn += 1;
    this.call.drop();
    this.devices.close();
  }
}
