// @ts-check
// What came and went over a connection since the last look, as the browser counts it.

/**
 * @typedef {object} Flow
 * @property {number} bytes that came, of any kind
 * @property {number} heardAt when the last packet came, checks apart (milliseconds since 1970), 0 where that is not told
 * @property {number} packets of voice that came
 * @property {number} lost packets of voice that did not
 * @property {number} playedMs for how long voice was played, made up or not
 * @property {number} audioLoss share of the voice that did not come
 * @property {number} concealed share of the voice that the browser made up
 * @property {number | null} bufferMs for how long the voice waited in the browser's buffer
 * @property {number | null} contentMs the buffer that the browser would be content with by itself
 * @property {number} frozenMs for which a picture stood still while its packets came, or had stood, as the browser tells
 *   afterwards; at most the time since the last look
 * @property {number | null} roundTripMs
 * @property {number | null} outgoingKbps what the browser thinks that it may send
 * @property {number | null} lossUp share of our voice that did not reach the server by itself, where it has just reported
 */

const nothing = () => ({ bytes: 0, lost: 0, packets: 0, concealed: 0, samples: 0, sent: 0, missedUp: 0, waited: 0,
  content: 0, emitted: 0 });
/** After a longer time without a look nothing is known of the time between. */
const longestSpanMs = 1000;
/** At 48 kHz. */
const samplesInMs = 48;
/** Packets of voice between two of the server's reports that are enough to judge its loss. */
const fewest = 10;

export class FlowMeter {
  /** @param {(report: any) => void} watchPicture told what is known of each picture that comes, at every look */
  constructor(watchPicture) {
    this.watchPicture = watchPicture;
    this.last = nothing();
    /** @type {Map<string, {packets: number, frames: number, frozenMs: number}>} the pictures that come */
    this.pictures = new Map();
    this.lookedAt = 0;
    /** Our voice as it stood when the server last reported on it. */
    this.reported = { at: 0, sent: 0, missed: 0 };
  }

  /** Another connection counts from the beginning. */
  reset() {
    this.last = nothing();
    this.pictures.clear();
    this.reported = { at: 0, sent: 0, missed: 0 };
  }

  /**
   * @param {RTCPeerConnection} connection
   * @returns {Promise<Flow>} what came since the last time
   */
  async since(connection) {
    const sum = nothing();
    /** @type {{roundTripMs: number | null, outgoingKbps: number | null}} */
    const now = { roundTripMs: null, outgoingKbps: null };
    let heardAt = 0;
    let reportedAt = 0;
    /** @type {any[]} */
    const pictures = [];
    (await connection.getStats()).forEach((report) => {
      heardAt = Math.max(heardAt, report.lastPacketReceivedTimestamp ?? 0);
      if (report.type === "candidate-pair" && (report.nominated || report.selected)) {
        sum.bytes += report.bytesReceived ?? 0;
        if (report.currentRoundTripTime !== undefined) now.roundTripMs = Math.round(report.currentRoundTripTime * 1000);
        if (report.availableOutgoingBitrate) now.outgoingKbps = report.availableOutgoingBitrate / 1000;
      } else if (report.type === "inbound-rtp" && report.kind === "audio") {
        sum.lost += Math.max(0, report.packetsLost ?? 0);
        sum.packets += report.packetsReceived ?? 0;
        sum.concealed += (report.concealedSamples ?? 0) - (report.silentConcealedSamples ?? 0);
        sum.samples += report.totalSamplesReceived ?? 0;
        sum.waited += report.jitterBufferDelay ?? 0;
        sum.content += report.jitterBufferMinimumDelay ?? 0;
        sum.emitted += report.jitterBufferEmittedCount ?? 0;
      } else if (report.type === "inbound-rtp" && report.kind === "video") {
        pictures.push(report);
      } else if (report.type === "outbound-rtp" && report.kind === "audio") {
        sum.sent += (report.packetsSent ?? 0) - (report.retransmittedPacketsSent ?? 0);
      } else if (report.type === "remote-inbound-rtp" && report.kind === "audio") {
        sum.missedUp += report.packetsLost ?? 0;
        reportedAt = Math.max(reportedAt, report.timestamp ?? 0);
      }
    });
    const lossUp = this.judgeUp(sum, reportedAt);
    const before = this.last;
    this.last = sum;
    const frozenMs = this.stoodStill(pictures);
    // Last of all: one that stands still is answered with another connection, which counts from the beginning.
    pictures.forEach((report) => this.watchPicture(report));
    const grown = (/** @type {keyof typeof sum} */ what) => Math.max(0, sum[what] - before[what]);
    const share = (/** @type {number} */ part, /** @type {number} */ whole) => (whole > 0 ? part / whole : 0);
    const mean = (/** @type {"waited" | "content"} */ what) => (
      grown("emitted") > 0 ? (1000 * grown(what)) / grown("emitted") : null);
    return { ...now, heardAt, lossUp, bytes: grown("bytes"), packets: grown("packets"), lost: grown("lost"),
      playedMs: grown("samples") / samplesInMs,
      audioLoss: share(grown("lost"), grown("packets") + grown("lost")),
      bufferMs: mean("waited"), contentMs: mean("content"),
      concealed: share(grown("concealed"), grown("samples")), frozenMs };
  }

  /**
   * Browsers tell of a frozen picture only when it moves again, and then of all the time at once: so it counts as well
   * while packets come of which nothing is shown. Of several pictures, the one that stood longest.
   * @param {any[]} reports of the pictures that come
   */
  stoodStill(reports) {
    const now = Date.now();
    const spanMs = Math.min(longestSpanMs, now - this.lookedAt);
    this.lookedAt = now;
    const before = this.pictures;
    this.pictures = new Map(reports.map((report) => [report.id, { packets: report.packetsReceived ?? 0,
      frames: report.framesDecoded ?? 0, frozenMs: 1000 * (report.totalFreezesDuration ?? 0) }]));
    let longest = 0;
    for (const [id, { packets, frames, frozenMs }] of this.pictures) {
      const was = before.get(id);
      if (!was || was.frames === 0) continue;
      const stands = packets > was.packets && frames === was.frames;
      longest = Math.max(longest, stands ? spanMs : Math.min(spanMs, frozenMs - was.frozenMs));
    }
    return Math.round(longest);
  }

  /**
   * The loss on the way up by the cumulative numbers of the server's reports (RFC 3550 section 6.4.1): their fraction is
   * of what was not repaired, and it is loss before repair by which redundancy is decided on.
   * @param {ReturnType<typeof nothing>} sum @param {number} at when the last report came
   * @returns {number | null}
   */
  judgeUp({ sent, missedUp }, at) {
    // Another connection's numbers.
    if (sent < this.reported.sent) this.reported = { at: 0, sent: 0, missed: 0 };
    const { reported } = this;
    if (at === 0 || at === reported.at || sent - reported.sent < fewest) return null;
    this.reported = { at, sent, missed: missedUp };
    return reported.at > 0 ? Math.min(1, Math.max(0, (missedUp - reported.missed) / (sent - reported.sent))) : null;
  }
}
