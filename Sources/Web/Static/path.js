// @ts-check
// Watches the path to the server and brings it back by itself: first a new path for the same connection, then a
// new connection, again and again. Nobody has to press anything, and nobody is left alone in silence.
import { Addresses } from "./addresses.js";
import { FlowMeter } from "./flow.js";
import { Heard } from "./heard.js";
import { Hint } from "./hint.js";
import { Refused } from "./http.js";
import { NewPath } from "./newpath.js";
import { Pulse } from "./pulse.js";
import { Steadiness } from "./steadiness.js";
import { StuckPictures } from "./stuck.js";

/** @typedef {"new" | "ok" | "lost"} PathState */
/**
 * @typedef {object} PathEvents
 * @property {(state: PathState, sinceMs: number) => void} path told again and again while lost, once when it changes
 * @property {(refusal: Refused) => void} [stopped] the server refuses for good; nothing more is tried
 * @property {(stats: import("./flow.js").Flow) => void} [flow] what came in since the last look
 * @property {(voiceMs: number) => void} [quiet] ten times a second: how long no voice has come, as far as that was looked at
 * @property {() => boolean} [hidesPauses] whether what is played hides a pause, so that it is looked for closely
 */

/** How often is looked. */
const lookMs = 400;
/** Silence on a line that carried voice until now: longer than a hiccup, and shown within two seconds. */
const silentMs = 1000;
/** Silence where only signs of life are expected: the server sends one each fifth of a second, and some may be lost. */
const idleMs = 1300;
/** A page that was not looking, as on a machine that slept, does not know for how long it has missed anything. */
const longestMissedMs = 3000;
/** Time between two cures of a picture that is stuck. */
const stuckPauseMs = 15_000;
/** Time that one attempt is given before the next and stronger one. */
const attemptMs = 2500;
/** The first, a new path for the same connection, is there at once or not at all: browsers cling to a dead one for 3 s and more. */
const firstAttemptMs = 800;
/**
 * A new path is looked for long before the loss of the old one is certain, after so much silence: it costs little, and
 * what the old one still carries goes on meanwhile.
 */
const quietMs = 400;
const pulseMs = 100;
/**
 * Chromium tells of a changed network half a second or one and a half before it looks for its addresses, so the first
 * new path may be laid over those that are gone: some more, then, so far apart.
 */
const seekPauseMs = 450;
const mostSeeks = 4;
/** After so much silence it is looked whether the machine has another address: nothing is sent for it. */
const movedMs = 250;
/** Without a hint so long between two lines of seeking: a line that halts often must not be made anew all the time. */
const seekRestMs = 5000;

export class Path {
  /** @param {import("./call.js").Call} call @param {PathEvents} events */
  constructor(call, events) {
    this.call = call;
    this.newPath = new NewPath(call);
    this.events = events;
    /** @type {PathState} */
    this.state = "new";
    this.lostAt = 0;
    this.attempts = this.seeks = 0;
    /** Answers in a row that said "not now"; a server that is full is not asked twice a second. */
    this.refused = 0;
    this.attemptAt = this.roundTripMs = 0;
    /** The attempt that runs, or ran last, by number: what an earlier one brings counts no more. */
    this.run = 0;
    this.busy = false;
    /** What runs is a new connection: bytes of the former one prove nothing. */
    this.building = false;
    this.stopped = false;
    /** A new path for the same connection was agreed upon and has brought nothing so far. */
    this.restarted = false;
    this.pulse = new Pulse();
    /** It is being looked how quiet the line is. */
    this.feels = false;
    this.addresses = new Addresses();
    this.hint = new Hint(() => this.networkChanges());
    /** What the server says of it; told to us by the page's live stream. */
    this.heard = new Heard();
    this.flow = new FlowMeter((report) => this.watchPicture(report));
    this.pictures = new StuckPictures();
    this.heardAt = Date.now();
    this.voice = new Steadiness();
    this.timer = setInterval(() => void this.look(), lookMs);
    setInterval(() => void this.feel(), pulseMs);
  }

  networkChanges() {
    this.seeks = 0;
    // What was asked over a network that is gone would be waited for in vain.
    if (this.state === "lost") this.newPath.abandon();
  }

  /** Ten times a second: is it suspiciously quiet? */
  async feel() {
    const { connection } = this.call;
    if (this.stopped || this.feels || !connection) return;
    if (this.state === "lost") {
      if (await this.moves() || this.busy) return;
      if (this.hint.holds && Date.now() - this.attemptAt > this.patienceMs) await this.attempt();
      return;
    }
    if (this.state !== "ok" || !(this.voice.flows || this.heard.isDenied)) return;
    const quiet = await this.quiet(connection);
    if (!quiet) return;
    if (this.heard.isLost(quiet.anyMs)) return this.miss(this.heard.until);
    if (!this.busy) this.events.quiet?.(quiet.voiceMs);
    if (quiet.anyMs >= movedMs && await this.moves()) return;
    if (this.busy) return;
    const since = Date.now() - this.attemptAt;
    if (quiet.anyMs < quietMs) {
      if (since > seekRestMs) this.seeks = 0;
    } else if (this.seeks < mostSeeks && since > seekPauseMs) {
      await this.seek();
    }
  }

  /**
   * How quiet it is; null where that is not told, or of another connection.
   * @param {RTCPeerConnection} connection
   */
  async quiet(connection) {
    this.feels = true;
    const closely = this.events.hidesPauses?.();
    const quiet = await this.pulse.quiet(connection, closely, this.heard.isDenied).catch(() => null);
    this.feels = false;
    return connection === this.call.connection ? quiet : null;
  }

  /**
   * Goes over to a new connection where this machine has another address: the one that is there learns of it late.
   * @returns {Promise<boolean>} whether it did
   */
  async moves() {
    const { connection } = this.call;
    const lostMs = this.state === "lost" && !this.hint.holds ? Date.now() - this.lostAt : 0;
    if (!connection || this.building || !this.addresses.isDue(lostMs)) return false;
    this.feels = true;
    const moved = await this.addresses.haveChanged(connection).catch(() => false);
    this.feels = false;
    if (!moved || this.building || connection !== this.call.connection) return false;
    // What has come meanwhile speaks for the path that is there.
    if (this.state === "ok" && ((await this.quiet(connection))?.anyMs ?? 0) < movedMs) return false;
    this.call.moved = true;
    this.restarted = false;
    this.attempts = Math.max(1, this.attempts);
    await this.attempt(true);
    return true;
  }

  /** A new path for the same connection, while nothing is lost yet. */
  async seek() {
    const run = ++this.run;
    this.seeks += 1;
    this.attemptAt = Date.now();
    this.busy = true;
    // What goes wrong here is tried again when the path counts as lost.
    const isLaid = await this.newPath.lay().then(() => true, () => false);
    if (run !== this.run) return;
    this.restarted ||= isLaid;
    this.busy = false;
  }

  /** Builds for the first time, or anew because someone asked or the server is a new process. */
  async begin() {
    this.stopped = false;
    this.attempts = 1;
    if (this.state === "ok") this.heardAt = Date.now();
    this.lose();
    await this.attempt(true);
  }

  /** @param {RTCPeerConnectionState} state */
  changed(state) {
    if (state === "connected") this.found();
    else if (state === "disconnected" || state === "failed") this.miss();
  }

  /** What the attempt that runs is given: the first one some round trips. */
  get patienceMs() {
    if (this.hint.holds && this.seeks < mostSeeks) return seekPauseMs;
    return this.attempts > 1 ? attemptMs : Math.min(firstAttemptMs + 4 * this.roundTripMs, attemptMs);
  }

  found() {
    this.heardAt = Date.now();
    this.voice.forget();
    this.heard.heed(true);
    [this.attempts, this.refused, this.restarted] = [0, 0, false];
    if (this.state === "ok") return;
    this.state = "ok";
    // The old path is back before an answer: TCP may bring that many seconds later, and nothing waits for it.
    if (!this.building) [this.run, this.busy] = [this.run + 1, false];
    this.events.path("ok", 0);
  }

  /** @param {number} [since] when it was last there */
  lose(since = this.heardAt) {
    if (this.state === "lost") return;
    // A path that was there is missed since its last packet; one that is being laid, since the attempt.
    const isFirst = this.state === "new";
    this.state = "lost";
    this.lostAt = isFirst ? Date.now() : Math.max(since, Date.now() - longestMissedMs);
    this.events.path("lost", Date.now() - this.lostAt);
  }

  /** Another is looked for, unless one is just being given its time.
   * @param {number} [since] */
  miss(since) {
    this.lose(since);
    if (Date.now() - this.attemptAt > this.patienceMs) void this.attempt();
  }

  async look() {
    if (this.stopped) return;
    const { connection } = this.call;
    const flow = connection ? await this.flow.since(connection).catch(() => null) : null;
    if (this.state === "lost") {
      // After a new path the state may never have left "connected": arriving bytes are the proof.
      const comes = flow && flow.bytes > 0 && this.call.state === "connected" && !this.building;
      if (comes && this.heard.isProvable) return this.found();
      this.events.path("lost", Date.now() - this.lostAt);
      this.miss();
    }
    if (!flow || this.state !== "ok") return;
    this.events.flow?.(flow);
    // The old path goes on, and the exchange for another was left in its middle.
    if (this.newPath.unanswered === connection && !this.busy && Date.now() - this.attemptAt > attemptMs) void this.seek();
    const limit = this.voice.flows ? silentMs : idleMs;
    this.roundTripMs = flow.roundTripMs ?? this.roundTripMs;
    if (flow.bytes > 0) {
      // To the packet where the browser says when it came, so that silence counts from its beginning.
      this.heardAt = flow.heardAt > Date.now() - 2 * lookMs ? flow.heardAt : Date.now();
      this.voice.note(flow.bytes);
    } else if (Date.now() - this.heardAt >= limit) this.miss();
  }

  /**
   * A picture that is stuck: a new connection brings it back.
   * @param {any} report
   */
  watchPicture(report) {
    if (!this.pictures.isStuck(report) || Date.now() - this.attemptAt < stuckPauseMs) return;
    this.pictures.forget();
    void this.attempt(true);
  }

  /** @param {boolean} [anew] a new connection at once */
  async attempt(anew = false) {
    if (this.stopped || (this.busy && !anew)) return;
    const run = ++this.run;
    if (anew) this.newPath.abandon();
    this.busy = true;
    // What is asked of a connection that is given up may never be answered.
    this.feels = false;
    this.attemptAt = Date.now();
    this.attempts += 1;
    const seeks = this.hint.holds && this.seeks < mostSeeks;
    if (seeks) this.seeks += 1;
    // A connection is given up only when a new path for it was agreed upon and brought nothing: while the server cannot
    // be asked, the one that is there may come back by itself.
    this.building = anew || (this.restarted && !seeks);
    try {
      if (this.building) {
        this.flow.reset();
        await this.call.build();
      } else {
        await this.newPath.lay();
        if (run === this.run) this.restarted = true;
      }
    } catch (error) {
      if (run !== this.run) return;
      // A server that no longer knows this peer has restarted: a new connection at once. One that is away is asked
      // again soon; one that refuses for good (the link is over) is left alone.
      const status = error instanceof Refused ? error.status : 0;
      if (status >= 400 && status < 500 && ![404, 408, 429].includes(status)) {
        this.stop();
        this.events.stopped?.(/** @type {Refused} */ (error));
      } else if (status === 404 && !this.restarted) {
        this.restarted = true;
        this.seeks = mostSeeks;
        this.attemptAt = 0;
      } else {
        this.refused = status !== 0 ? this.refused + 1 : 0;
        const wait = Math.min(700 * 2 ** Math.min(this.refused, 3), 5000);
        this.attemptAt = Date.now() - this.patienceMs + wait;
      }
    } finally {
      if (run === this.run) this.busy = this.building = false;
    }
  }

  stop() {
    this.stopped = true;
  }
}
