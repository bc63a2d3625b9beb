// @ts-check
// The one peer connection of this page. Its lines are agreed once and never renegotiated:
// microphone and first other · camera and first other · screen · then voice and picture of six more.
import { close, openAfresh } from "./addresses.js";
import { layeredAs, packed, redundantly, withVoiceRepair } from "./descriptions.js";
import { Relay } from "./relay.js";
import { answerTo } from "./offers.js";
import { encodings, shape, voices } from "./sending.js";
import { send } from "./http.js";

/** @typedef {import("./http.js").Refused} Refused */

/** @typedef {{audio: MediaStreamTrack, video: MediaStreamTrack}} Slot */
/** @typedef {import("./sending.js").Source} Source */
/** @typedef {import("./sending.js").Encoding} Encoding */
/** @typedef {import("./sending.js").Picture} Picture */
/**
 * @typedef {object} CallEvents
 * @property {(call: Call) => void} built the answer is in; the slots are new tracks
 * @property {(state: RTCPeerConnectionState) => void} state
 */

/** Participants beyond the first other who have a voice and a picture line each. */
const moreSlots = 6;

export class Call {
  /**
   * @param {string} base `/v/<token>/media`, `/clinic/media` or `/test/media`
   * @param {CallEvents} events
   */
  constructor(base, events) {
    this.base = base;
    this.events = events;
    this.relay = new Relay(base);
    /** @type {RTCPeerConnection | null} */
    this.connection = null;
    /** @type {string | null} where this peer lives at the server */
    this.location = null;
    /** @type {Slot[]} */
    this.slots = [];
    /** @type {MediaStreamTrack | null} */
    this.screenIn = null;
    /** @type {Partial<Record<Source, RTCRtpSender>>} */
    this.senders = {};
    /** @type {Record<Source, MediaStreamTrack | null>} */
    this.tracks = { microphone: null, camera: null, screen: null };
    /** @type {Record<Source, boolean>} what shall be sent now */
    this.sending = { microphone: false, camera: false, screen: false };
    /** Each build has a turn; an answer that arrives after a newer build began is dropped. */
    this.turn = 0;
    /** @type {Picture} */
    this.picture = "flows";
    /** Whether our voice is sent with redundancy. */
    this.redundant = false;
    /** @type {Promise<unknown>} descriptions are exchanged one after the other */
    this.exchanges = Promise.resolve();
    /** More than one other watches, and their lines differ: the picture is sent in two sizes. */
    this.isLayered = false;
    this.builtAt = 0;
    /** The machine has another address, of which this document may not know yet. */
    this.moved = false;
    /** @type {Promise<void>} parameters are changed one after the other */
    this.changes = Promise.resolve();
  }

  get state() {
    return this.connection?.connectionState ?? "new";
  }

  /**
   * Builds the connection anew; also what "call again" does.
   * @throws {Refused}
   */
  async build() {
    const turn = ++this.turn;
    this.drop();
    const iceServers = await this.relay.servers();
    if (turn !== this.turn) return;
    /** @type {RTCConfiguration} */
    const configuration = { bundlePolicy: "max-bundle", rtcpMuxPolicy: "require", iceServers };
    const connection = this.moved ? openAfresh(configuration) : new RTCPeerConnection(configuration);
    this.connection = connection;
    connection.onconnectionstatechange = () => {
      if (turn === this.turn) this.events.state(connection.connectionState);
    };
    this.lay(connection);
    this.picture = "flows";
    this.exchanges = this.changes = Promise.resolve();
    await connection.setLocalDescription(withVoiceRepair(await connection.createOffer()));
    // The server is ICE-lite and learns our address from our checks, so the offer need not wait for candidates.
    const offer = connection.localDescription?.sdp ?? "";
    const { answer, location } = await answerTo("POST", this.base, offer);
    if (turn !== this.turn) return close(connection);
    this.location = location;
    await connection.setRemoteDescription({ type: "answer", sdp: answer });
    if (turn !== this.turn) return;
    this.builtAt = Date.now();
    // What was wished meanwhile is not in this answer.
    this.redundant = false;
    this.events.built(this);
    await this.apply();
  }

  /**
   * Lays the fixed lines, in the order that the server counts on.
   * @param {RTCPeerConnection} connection
   */
  lay(connection) {
    const line = (/** @type {"audio" | "video"} */ kind, /** @type {Source} */ source) => {
      const sendEncodings = encodings[source].map((one) => ({ ...one, ...this.wanted(source, one) }));
      const transceiver = connection.addTransceiver(this.tracks[source] ?? kind,
        { direction: "sendrecv", sendEncodings });
      this.senders[source] = transceiver.sender;
      return transceiver.receiver;
    };
    const voice = line("audio", "microphone");
    const picture = line("video", "camera");
    this.screenIn = line("video", "screen").track;
    this.slots = [{ audio: voice.track, video: picture.track }];
    for (let slot = 0; slot < moreSlots; slot += 1) {
      const audio = connection.addTransceiver("audio", { direction: "recvonly" }).receiver.track;
      const video = connection.addTransceiver("video", { direction: "recvonly" }).receiver.track;
      this.slots.push({ audio, video });
    }
  }

  /**
   * What the picture does, and what that means for the voice; beside a still it is what it is beside none.
   * @param {Picture} picture
   */
  show(picture) {
    const isAnotherVoice = voices[picture] !== voices[this.picture];
    this.picture = picture;
    void this.apply();
    if (!isAnotherVoice) return;
    void this.change("microphone", (encoding) => { encoding.maxBitrate = voices[picture].rate; });
    this.reread();
  }

  /**
   * Sends our voice with redundancy, or without.
   * @param {boolean} wanted
   */
  repeatVoice(wanted) {
    if (wanted === this.redundant) return;
    this.redundant = wanted;
    this.reread();
  }

  /**
   * What browsers take from the answer alone is had by reading the last one again, of which the server need not know;
   * while a new path is being agreed upon, that answer brings it. A browser that cannot stays as it was.
   */
  reread() {
    const { connection } = this;
    if (!connection) return;
    this.inTurn(async () => {
      await this.changes;
      if (connection !== this.connection || connection.signalingState !== "stable") return;
      const answer = connection.currentRemoteDescription?.sdp ?? "";
      const offer = withVoiceRepair(await connection.createOffer());
      await connection.setLocalDescription(offer);
      await connection.setRemoteDescription({ type: "answer", sdp: this.wished(layeredAs(answer, offer.sdp ?? "")) });
      await this.apply();
    }).catch(() => undefined);
  }

  /**
   * An answer with what this end wishes of its own sending.
   * @param {string} answer
   */
  wished(answer) {
    return redundantly(packed(answer, voices[this.picture].packetMs), this.redundant);
  }

  /**
   * One exchange of descriptions after the other, for the second would answer the first's offer.
   * @param {() => Promise<void>} exchange
   */
  inTurn(exchange) {
    const done = this.exchanges.then(exchange);
    this.exchanges = done.catch(() => undefined);
    return done;
  }

  /**
   * Puts a track behind one of the sending lines, without renegotiation.
   * @param {Source} source @param {MediaStreamTrack | null} track
   */
  async use(source, track) {
    this.tracks[source] = track;
    try {
      await this.senders[source]?.replaceTrack(track);
    } catch {
      // A connection that is being replaced refuses; the next build lays the track anyway.
    }
    await this.apply();
  }

  /**
   * Says what is sent from now on. A silent line sends nothing at all: a patient's data allowance is not ours.
   * @param {Partial<Record<Source, boolean>>} wanted
   */
  async sendOnly(wanted) {
    this.sending = { microphone: false, camera: false, screen: false, ...wanted };
    await this.apply();
  }

  apply() {
    this.changes = this.changes.then(async () => {
      for (const source of /** @type {Source[]} */ (["microphone", "camera", "screen"])) {
        await this.activate(source).catch(() => undefined);
      }
    });
    return this.changes;
  }

  /** @param {Source} source */
  async activate(source) {
    const sender = this.senders[source];
    if (!sender || this.state === "closed") return;
    const parameters = sender.getParameters();
    const layers = /** @type {Encoding[]} */ (parameters.encodings ?? []);
    if (layers.length === 0) {
      // A browser without encodings to switch: no track is no media.
      await sender.replaceTrack(this.wanted(source, {}).active ? this.tracks[source] : null);
      return;
    }
    const wanted = layers.map((one) => this.wanted(source, one));
    const isSo = layers.every((one, place) => Object.entries(wanted[place]).every(([key, value]) => one[key] === value));
    if (isSo) return;
    layers.forEach((one, place) => Object.assign(one, wanted[place]));
    await sender.setParameters(parameters);
  }

  /**
   * How a layer of a source is to be sent now.
   * @param {Source} source @param {Encoding} layer
   */
  wanted(source, layer) {
    const shaped = shape(source, layer, this.picture, this.isLayered);
    return { ...shaped, active: shaped.active && this.sending[source] && this.tracks[source] !== null };
  }

  /**
   * With two people one layer is sent, as large as the other's line takes; with more, each line gets the one that it
   * carries.
   * @param {number} count of the others
   */
  watchedBy(count) {
    if (this.isLayered === count > 1) return;
    this.isLayered = count > 1;
    void this.apply();
  }

  /**
   * Changes how a line is encoded, in turn with other changes. A browser that cannot leaves it as it was.
   * @param {Source} source
   * @param {(encoding: RTCRtpEncodingParameters) => void} how
   */
  change(source, how) {
    this.changes = this.changes.then(async () => {
      const sender = this.senders[source];
      const parameters = sender?.getParameters();
      const encoding = parameters?.encodings?.[0];
      if (!sender || !parameters || !encoding) return;
      how(encoding);
      await sender.setParameters(parameters).catch(() => undefined);
    });
    return this.changes;
  }

  drop() {
    const old = this.connection;
    this.connection = null;
    this.location = null;
    this.senders = {};
    if (!old) return;
    old.onconnectionstatechange = null;
    close(old);
  }

  /** Leaves for good and lets the server know. */
  close() {
    this.turn += 1;
    if (this.location) void send("DELETE", this.location).catch(() => undefined);
    this.drop();
  }
}
