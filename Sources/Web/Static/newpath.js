// @ts-check
// A new path for the connection that is there (an ICE restart, RFC 8445 section 9), asked for in a few words: a network
// that has just changed may be a narrow one.
import { layeredAs, withVoiceRepair } from "./descriptions.js";
import { answerTo } from "./offers.js";

/** @typedef {import("./http.js").Refused} Refused */

/**
 * What a new path takes of an offer: the session and its first line, for all lines share one transport (RFC 9143). The
 * whole, some 40 kB, would be seconds of a narrow line just when it matters.
 * @param {string} offer
 */
function brief(offer) {
  const [session, first] = offer.split(/^(?=m=)/m);
  return session.replace(/^a=group:BUNDLE (\S+).*$/m, "a=group:BUNDLE $1") + first;
}

/** @param {string} sdp @param {string} line */
const named = (sdp, line) => new RegExp(`^a=${line}(.*)$`, "m").exec(sdp)?.[1];

/** @param {string} sdp @param {string} line @param {string | undefined} value */
const put = (sdp, line, value) =>
  (value ? sdp.replace(new RegExp(`^a=${line}.*$`, "gm"), () => `a=${line}${value}`) : sdp);

/**
 * The answer as it was, with the server's new names for the path, and the layers as they are offered now.
 * @param {string} former @param {string} answer to the brief offer @param {string} offer
 */
function renewed(former, answer, offer) {
  let sdp = former;
  for (const line of ["ice-ufrag:", "ice-pwd:"]) sdp = put(sdp, line, named(answer, line));
  return layeredAs(sdp, offer);
}

export class NewPath {
  /** @param {import("./call.js").Call} call */
  constructor(call) {
    this.call = call;
    this.asking = new AbortController();
    /**
     * The connection whose offer was not answered: nothing else can be agreed on with it until another one is.
     * @type {RTCPeerConnection | null}
     */
    this.unanswered = null;
  }

  /** Waits no longer for an answer: the network over which it was asked for may be gone. */
  abandon() {
    this.asking.abort();
  }

  /** @throws {Refused} */
  async lay() {
    const { connection, location } = this.call;
    if (!connection || !location) return this.call.build();
    await this.call.inTurn(() => this.exchange(connection, location));
  }

  /** @param {RTCPeerConnection} connection @param {string} location @throws {Refused} */
  async exchange(connection, location) {
    try {
      await this.agree(connection, location);
      this.unanswered = null;
    } catch (error) {
      this.unanswered = connection;
      throw error;
    }
  }

  /** @param {RTCPeerConnection} connection @param {string} location */
  async agree(connection, location) {
    const { turn } = this.call;
    await connection.setLocalDescription(withVoiceRepair(await connection.createOffer({ iceRestart: true })));
    const offer = connection.localDescription?.sdp ?? "";
    const former = connection.currentRemoteDescription?.sdp ?? "";
    this.asking = new AbortController();
    const { answer } = await answerTo("PATCH", location, brief(offer), this.asking.signal);
    if (turn !== this.call.turn || connection.signalingState !== "have-local-offer") return;
    await connection.setRemoteDescription({ type: "answer", sdp: this.call.wished(renewed(former, answer, offer)) });
    await this.call.apply();
  }
}
