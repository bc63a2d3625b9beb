// @ts-check
// How long nothing has come on a line that carried voice: asked ten times a second, so it must cost next to nothing.

/** Voice that pauses so long is worth a closer look: at the packets, of the voice and of any kind. */
const closerMs = 120;

/**
 * @typedef {object} Quiet
 * @property {number} anyMs since the last packet of any kind, in milliseconds
 * @property {number} voiceMs since the last packet of voice
 */

/** @type {Quiet} */
const none = { anyMs: 0, voiceMs: 0 };

export class Pulse {
  constructor() {
    this.newest = 0;
    this.movedAt = 0;
  }

  /**
   * For how long nothing has come, where a look at the voice has shown a pause; no time where it has not, or where the
   * browser does not tell.
   * @param {RTCPeerConnection} connection
   * @param {boolean} [closely] without waiting for a pause: what a long buffer plays hides it
   * @param {boolean} [always] also where no voice comes
   * @returns {Promise<Quiet>}
   */
  async quiet(connection, closely = false, always = false) {
    const now = Date.now();
    let newest = 0;
    for (const { receiver } of connection.getTransceivers()) {
      if (receiver.track.kind !== "audio") continue;
      for (const source of receiver.getSynchronizationSources()) newest = Math.max(newest, source.timestamp);
    }
    if (newest !== this.newest) [this.newest, this.movedAt] = [newest, now];
    if (!always && (newest === 0 || (now - this.movedAt < closerMs && !closely))) return none;
    // The other's silence is not ours: while we speak, the server reports on it many times a second.
    let [anyAt, voiceAt] = [0, 0];
    (await connection.getStats()).forEach((report) => {
      const at = report.lastPacketReceivedTimestamp ?? 0;
      if (report.type === "candidate-pair") anyAt = Math.max(anyAt, at);
      else if (report.type === "inbound-rtp" && report.kind === "audio") voiceAt = Math.max(voiceAt, at);
    });
    // By the time before it was asked: a page that was busy meanwhile is no quiet line.
    const since = (/** @type {number} */ at) => (at > 0 ? Math.max(0, now - at) : 0);
    return { anyMs: since(anyAt), voiceMs: since(voiceAt) };
  }
}
