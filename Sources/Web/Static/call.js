// @ts-check
// The one peer connection of this page. Its lines are agreed once and never renegotiated:
// microphone and first other · camera and first other · screen · then voice and picture of six more.
import { Relay } from "./relay.js";
import { voiceRate } from "./voice.js";
import { actHeaders, refusal, Refused, send } from "./http.js";

/** @typedef {{audio: MediaStreamTrack, video: MediaStreamTrack}} Slot */
/** @typedef {"microphone" | "camera" | "screen"} Source */
/**
 * @typedef {object} CallEvents
 * @property {(call: Call) => void} built the answer is in; the slots are new tracks
 * @property {(state: RTCPeerConnectionState) => void} state
 */

/** Participants beyond the first other who have a voice and a picture line each. */
const moreSlots = 6;

/** @typedef {RTCRtpEncodingParameters & {rid?: string} & Record<string, unknown>} Encoding */

/** The smaller layer of the picture, sent beside the other only while there are more than two people. */
const smallLayer = "l";
/** @type {Encoding} */
const picture = { priority: "low", networkPriority: "low", maxFramerate: 30 };

/** @type {Record<Source, Encoding[]>} the layers smallest first, as the server takes them */
const encodings = {
  microphone: [{ priority: "high", networkPriority: "high", maxBitrate: voiceRate.usual }],
  camera: [{ rid: smallLayer, ...picture, scaleResolutionDownBy: 2, maxBitrate: 150_000 },
    { rid: "h", ...picture, scaleResolutionDownBy: 1, maxBitrate: 1_200_000 }],
  screen: [{ priority: "medium", networkPriority: "medium", maxBitrate: 2_500_000, maxFramerate: 15 }],
};

/**
 * Asks for lost voice to be sent again (RFC 4585), which browsers do when it is agreed but do not offer by themselves.
 * @param {RTCSessionDescriptionInit} offer
 * @returns {RTCSessionDescriptionInit}
 */
function withVoiceRepair(offer) {
  const sdp = (offer.sdp ?? "").replace(/a=rtpmap:(\d+) opus\/48000\/2\r\n/g,
    (line, type) => `${line}a=rtcp-fb:${type} nack\r\n`);
  return { type: offer.type, sdp };
}

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
    /** The line is too narrow for a picture beside the voice. */
    this.pictureRests = false;
    /** More than one other watches, and their lines differ: the picture is sent in two sizes. */
    this.isLayered = false;
    this.builtAt = 0;
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
    const connection = new RTCPeerConnection({ bundlePolicy: "max-bundle", rtcpMuxPolicy: "require", iceServers });
    this.connection = connection;
    connection.onconnectionstatechange = () => {
      if (turn === this.turn) this.events.state(connection.connectionState);
    };
    this.lay(connection);
    this.pictureRests = false;
    await connection.setLocalDescription(withVoiceRepair(await connection.createOffer()));
    const { answer, location } = await this.exchange("POST", this.base, connection);
    if (turn !== this.turn) return connection.close();
    this.location = location;
    await connection.setRemoteDescription({ type: "answer", sdp: answer });
    if (turn !== this.turn) return;
    this.builtAt = Date.now();
    this.events.built(this);
    await this.apply();
  }

  /**
   * Lays the fixed lines, in the order that the server counts on.
   * @param {RTCPeerConnection} connection
   */
  lay(connection) {
    const line = (/** @type {"audio" | "video"} */ kind, /** @type {Source} */ source) => {
      const sendEncodings = encodings[source].map((one) => ({ ...one, active: this.flows(source, one) }));
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

  /** A new path for the same connection, for a changed network. @throws {Refused} */
  async restart() {
    const connection = this.connection;
    const turn = this.turn;
    if (!connection || !this.location) return this.build();
    await connection.setLocalDescription(withVoiceRepair(await connection.createOffer({ iceRestart: true })));
    const { answer } = await this.exchange("PATCH", this.location, connection);
    if (turn !== this.turn || connection.signalingState !== "have-local-offer") return;
    await connection.setRemoteDescription({ type: "answer", sdp: answer });
    // The answer knows the layers as they were when it was asked for.
    await this.apply();
  }

  /**
   * The server is ICE-lite and learns our address from our checks, so the offer need not wait for candidates.
   * @param {string} method @param {string} url @param {RTCPeerConnection} connection
   */
  async exchange(method, url, connection) {
    /** @type {Response} */
    let response;
    try {
      response = await fetch(url, { method, credentials: "same-origin", cache: "no-store",
        headers: { "content-type": "application/sdp", accept: "application/sdp", ...actHeaders() },
        body: connection.localDescription?.sdp ?? "" });
    } catch {
      throw new Refused(0, "offline", "");
    }
    if (!response.ok) throw await refusal(response);
    return { answer: await response.text(), location: response.headers.get("location") };
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
      await sender.replaceTrack(this.flows(source, {}) ? this.tracks[source] : null);
    } else if (layers.some((one) => one.active !== this.flows(source, one))) {
      for (const one of layers) one.active = this.flows(source, one);
      await sender.setParameters(parameters);
    }
  }

  /**
   * Whether a layer of a source is to be sent now.
   * @param {Source} source @param {Encoding} layer
   */
  flows(source, layer) {
    if (!this.sending[source] || this.tracks[source] === null) return false;
    return source !== "camera" || (!this.pictureRests && (this.isLayered || layer.rid !== smallLayer));
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

  /** Tells the server what this page sends, which decides whether the visit is by video or by voice. */
  async tell() {
    if (!this.location) return;
    const { microphone, camera, screen } = this.tracks;
    await send("POST", `${this.location}/sends`, {
      microphone: this.sending.microphone && microphone !== null && microphone.enabled,
      camera: this.sending.camera && camera !== null,
      screen: this.sending.screen && screen !== null,
    }).catch(() => undefined);
  }

  /**
   * Tells the server what was heard and seen in the last second; a good line has nothing to say.
   * @param {number} concealed share of the sound that was made up @param {number} frozenMs the picture stood still
   */
  async saw(concealed, frozenMs) {
    if (!this.location) return;
    await send("POST", `${this.location}/seen`, { concealed, frozenMs }).catch(() => undefined);
  }

  drop() {
    const old = this.connection;
    this.connection = null;
    this.location = null;
    this.senders = {};
    if (old) {
      old.onconnectionstatechange = null;
      old.close();
    }
  }

  /** Leaves for good and lets the server know. */
  close() {
    this.turn += 1;
    if (this.location) void send("DELETE", this.location).catch(() => undefined);
    this.drop();
  }
}
