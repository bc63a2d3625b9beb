// @ts-check
// How loud a track is, from 0 to 1, read twenty times a second.
import { audio } from "./sound.js";

/**
 * Follows a track until the returned function is called.
 * @param {MediaStreamTrack} track
 * @param {(level: number) => void} level
 * @returns {() => void} stops
 */
export function followLevel(track, level) {
  const context = audio();
  if (!context) return () => undefined;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    // Speech lies around -30 dB; the scale runs from -60 dB to -10 dB.
    const decibels = 20 * Math.log10(Math.max(Math.sqrt(sum / samples.length), 1e-6));
    level(Math.min(1, Math.max(0, (decibels + 60) / 50)));
  }, 50);
  return () => {
    clearInterval(timer);
    source.disconnect();
  };
}

/**
 * Shows a level as a row of bars, which is read as a shape and not by colour alone.
 * @param {HTMLElement} meter an element with one child per bar
 * @param {number} level
 */
export function showLevel(meter, level) {
  const bars = meter.children;
  const lit = Math.round(level * bars.length);
  for (let at = 0; at < bars.length; at += 1) bars[at].toggleAttribute("data-lit", at < lit);
}
