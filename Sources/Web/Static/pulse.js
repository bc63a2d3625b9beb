// @ts-check
// How long nothing at all has come on a line that carried voice: asked ten times a second, so it must cost next to nothing.

/** Voice that pauses so long is worth a closer look: at the path itself, where reports come as well. */
const closerMs = 120;

export class Pulse {
  constructor() {
    this.newest = 0;
    this.movedAt = 0;
  }

  /**
   * The time since the last packet of any kind, where a look at the voice has shown a pause; 0 where it has not, or
   * where the browser does not tell.
   * @param {RTCPeerConnection} connection
   */
  async quietMs(connection) {
    const now = Date.now();
    let newest = 0;
    for (const { receiver } of connection.getTransceivers()) {
      if (receiver.track.kind !== "audio") continue;
      for (const source of receiver.getSynchronizationSources()) newest = Math.max(newest, source.timestamp);
    }
    if (newest !== this.newest) [this.newest, this.movedAt] = [newest, now];
    if (newest === 0 || now - this.movedAt < closerMs) return 0;
    // The other's silence is not ours: while we speak, the server reports on it many times a second.
    let heardAt = 0;
    (await connection.getStats()).forEach((report) => {
      if (report.type === "candidate-pair") heardAt = Math.max(heardAt, report.lastPacketReceivedTimestamp ?? 0);
    });
    return heardAt > 0 ? Math.max(0, Date.now() - heardAt) : 0;
  }
}
