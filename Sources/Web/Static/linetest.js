// @ts-check
// The trial: own picture and sound, the line, and a sentence recorded as it returned from the server, all over the
// connection that the call will use.
import { send } from "./http.js";
import { followLevel } from "./meter.js";

/**
 * @typedef {{roundTripMs: number | null, loss: number | null, upKbps: number | null,
 *   downKbps: number | null}} Numbers
 */
/** @typedef {"good" | "pictureWeak" | "voiceOnly" | "telephone"} Verdict */
/** @typedef {{verdict: Verdict, numbers: Numbers, heard: boolean | null, recording: Blob | null}} Result */

const measureSeconds = 6;
const speakMs = 3000;
/**
 * The line is filled in the last seconds only: what is spoken before comes back undisturbed, and neither loss nor time there
 * and back is the filling's own.
 */
const fillSeconds = 4;
const probeKbps = 2000;
/**
 * What a call says of a line (`LineVerdict` in Sources/Visits/Line.swift), so that the trial promises no more. Both ways carry a
 * picture, so the rate that a call asks of the way down is asked of both; `bad` is for the telephone, as is what no voice fits on.
 */
const limits = {
  pictureWeak: { loss: 0.02, tripMs: 300, kbps: 350 },
  voiceOnly: { loss: 0.08, tripMs: 600, kbps: 150 },
  bad: { loss: 0.20, tripMs: 1200, kbps: 20 },
};

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Measures the line for some seconds, and with `speak` records what comes back meanwhile.
 * @param {import("./room.js").Room} room its path is laid
 * @param {{speak: boolean, progress: (part: number) => void, speaking: (now: boolean) => void}} options
 * @returns {Promise<Result>}
 */
export async function tryLine(room, options) {
  const connected = await waitConnected(room, 8000);
  const location = room.call.location;
  if (!connected || !location) {
    return { verdict: "telephone", numbers: { roundTripMs: null, loss: null, upKbps: null, downKbps: null },
      heard: null, recording: null };
  }
  const echo = `${location}/echo`;
  const seconds = measureSeconds + (options.speak ? 4 : 0);
  room.stage.silence(true);
  try {
    await room.test(true);
    const isSame = () => room.call.location === location;
    const told = async () => (isSame() ? send("GET", `${location}/line`).catch(() => null) : null);
    await send("POST", echo, { seconds: seconds + 2 });
    const before = await counters(room);
    const spoken = options.speak ? record(room, options) : quiet(options);
    const first = await sampled(room, seconds - fillSeconds, () => room.live);
    const calm = { ...await counters(room), server: await told() };
    if (!room.live && isSame()) await send("POST", echo, { seconds: fillSeconds + 2, probeKbps }).catch(() => undefined);
    const filled = await sampled(room, fillSeconds, () => room.live);
    const { heard, recording } = await spoken;
    const after = { ...await counters(room), server: await told() };
    const rates = { up: Math.max(first.up, filled.up), down: Math.max(first.down, filled.down) };
    const numbers = judgeNumbers(before, calm, after, rates);
    return { verdict: judge(numbers, room), numbers, heard, recording };
  } finally {
    await room.test(false);
    if (room.call.location === location) void send("DELETE", echo).catch(() => undefined);
    room.stage.silence(room.onHold);
  }
}

/** @param {import("./room.js").Room} room @param {number} ms */
async function waitConnected(room, ms) {
  // Where the server refuses for good there is nothing to wait for.
  for (let waited = 0; waited < ms && room.call.state !== "connected" && !room.path.stopped; waited += 200) await pause(200);
  return room.call.state === "connected";
}

/** @param {{progress: (part: number) => void}} options */
async function quiet(options) {
  for (let step = 1; step <= 10; step += 1) {
    await pause(measureSeconds * 100);
    options.progress(step / 10);
  }
  return { heard: null, recording: null };
}

/**
 * Three seconds of the returned track, and whether there was anything in it.
 * @param {import("./room.js").Room} room
 * @param {{progress: (part: number) => void, speaking: (now: boolean) => void}} options
 * @returns {Promise<{heard: boolean | null, recording: Blob | null}>}
 */
async function record(room, options) {
  const track = room.call.slots[0]?.audio;
  if (!track || !room.devices.tracks.microphone) return quiet(options);
  // The sound needs a moment to make its first round through the server.
  await pause(1200);
  let loudest = 0;
  const stop = followLevel(track, (level) => { loudest = Math.max(loudest, level); });
  /** @type {Blob[]} */
  const parts = [];
  /** @type {MediaRecorder | null} */
  let recorder = null;
  try {
    recorder = new MediaRecorder(new MediaStream([track]));
    recorder.ondataavailable = (event) => { if (event.data.size > 0) parts.push(event.data); };
    recorder.start();
  } catch {
    recorder = null;
  }
  options.speaking(true);
  for (let step = 1; step <= 30; step += 1) {
    await pause(speakMs / 30);
    options.progress(step / 30);
  }
  options.speaking(false);
  const running = recorder;
  if (running && running.state !== "inactive") {
    await new Promise((done) => { running.onstop = () => done(undefined); running.stop(); });
  }
  stop();
  return { heard: loudest > 0.25, recording: parts.length > 0 ? new Blob(parts, { type: parts[0].type }) : null };
}

/**
 * @typedef {{received: number, sent: number, lost: number, packets: number, roundTripMs: number | null,
 *   available: number | null, remoteLoss: number | null, at: number}} Counters
 */

/** @param {import("./room.js").Room} room @returns {Promise<Counters>} */
async function counters(room) {
  /** @type {Counters} */
  const found = { received: 0, sent: 0, lost: 0, packets: 0, roundTripMs: null, available: null, remoteLoss: null,
    at: performance.now() };
  (await room.call.connection?.getStats())?.forEach((report) => {
    if (report.type === "candidate-pair" && report.nominated) {
      found.received += report.bytesReceived ?? 0;
      found.sent += report.bytesSent ?? 0;
      if (report.currentRoundTripTime !== undefined) found.roundTripMs = report.currentRoundTripTime * 1000;
      if (report.availableOutgoingBitrate) found.available = report.availableOutgoingBitrate / 1000;
    } else if (report.type === "inbound-rtp") {
      found.lost += Math.max(0, report.packetsLost ?? 0);
      found.packets += report.packetsReceived ?? 0;
    } else if (report.type === "remote-inbound-rtp" && report.kind === "audio") {
      found.remoteLoss = report.fractionLost ?? null;
    }
  });
  return found;
}

/**
 * The best second of each direction: the first seconds are spent on finding out how much the line takes.
 * @param {import("./room.js").Room} room @param {number} seconds @param {() => boolean} interrupted
 */
async function sampled(room, seconds, interrupted) {
  let up = 0, down = 0;
  let last = await counters(room);
  for (let second = 0; second < seconds && !interrupted(); second += 1) {
    await pause(1000);
    const now = await counters(room);
    const passed = Math.max(1, now.at - last.at);
    up = Math.max(up, (now.sent - last.sent) * 8 / passed);
    down = Math.max(down, (now.received - last.received) * 8 / passed);
    last = now;
  }
  return { up, down };
}

/** @typedef {Counters & {server: any}} Look with the server's view of the last second, null where it was not had */

/**
 * Loss and time there and back are of the calm line, before it was filled; the rates are what it carried at the most.
 * @param {Counters} before @param {Look} calm @param {Look} after @param {{up: number, down: number}} rates
 * @returns {Numbers}
 */
function judgeNumbers(before, calm, after, rates) {
  const arrived = Math.max(0, calm.packets - before.packets);
  const missed = Math.max(0, calm.lost - before.lost);
  const lossUp = calm.server?.lossUp ?? calm.remoteLoss;
  // What comes back has lost on both ways, and the limits are for each.
  const came = arrived + missed > 0 ? arrived / (arrived + missed) : null;
  const lossDown = came === null ? null : Math.max(0, 1 - came / Math.max(0.01, 1 - (lossUp ?? 0)));
  const losses = [lossDown, lossUp].filter((loss) => typeof loss === "number");
  const round = (/** @type {number} */ kbps) => (kbps > 0 ? Math.round(kbps / 10) * 10 : null);
  return {
    roundTripMs: calm.roundTripMs !== null ? Math.round(calm.roundTripMs) : calm.server?.roundTripMs ?? null,
    loss: losses.length > 0 ? Math.max(.../** @type {number[]} */ (losses)) : null,
    upKbps: round(Math.max(rates.up, after.available ?? 0, after.server?.upKbps ?? 0)),
    downKbps: round(Math.max(rates.down, after.server?.downKbps ?? 0)),
  };
}

/** @param {Numbers} numbers @param {import("./room.js").Room} room @returns {Verdict} */
function judge(numbers, room) {
  const loss = numbers.loss ?? 0;
  const trip = numbers.roundTripMs ?? 0;
  const low = (/** @type {number | null} */ kbps, /** @type {number} */ limit) => kbps !== null && kbps < limit;
  const isOver = (/** @type {typeof limits.bad} */ limit) => loss > limit.loss || trip > limit.tripMs
    || low(numbers.upKbps, limit.kbps) || low(numbers.downKbps, limit.kbps);
  // Nobody would hear this patient; the clinic can still be heard, and telephones.
  if (!room.devices.tracks.microphone) return "telephone";
  if (isOver(limits.bad)) return "telephone";
  if (!room.devices.tracks.camera || isOver(limits.voiceOnly)) return "voiceOnly";
  return isOver(limits.pictureWeak) ? "pictureWeak" : "good";
}
