// @ts-check
// What to do when a permission is missing: in the words of the reader's own browser and telephone.
import { byId, make, setText, show } from "./dom.js";
import { text } from "./texts.js";

/**
 * The advice that fits this browser; the words live under `advice.<name>`.
 * @returns {string}
 */
export function browserName() {
  const agent = navigator.userAgent;
  const apple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);
  if (/FBAN|FBAV|Instagram|Line\//.test(agent)) return "inApp";
  if (apple) return /CriOS|FxiOS|EdgiOS/.test(agent) ? "iphoneOther" : "iphone";
  if (/SamsungBrowser/.test(agent)) return "samsung";
  if (/Android/.test(agent)) return /Firefox/.test(agent) ? "androidFirefox" : "android";
  if (/Firefox/.test(agent)) return "firefox";
  if (/Edg\//.test(agent)) return "edge";
  if (/Safari/.test(agent) && !/Chrome/.test(agent)) return "safari";
  return "chrome";
}

/**
 * @param {import("./devices.js").Devices} devices @param {boolean} isPublic where nobody is in a queue
 * @returns {boolean} whether there is something to advise
 */
export function showAdvice(devices, isPublic) {
  const { camera, microphone } = devices.states;
  const insecure = !window.isSecureContext;
  const denied = camera === "denied" || microphone === "denied";
  const missing = camera === "none" || microphone === "none";
  const busy = camera === "busy" || microphone === "busy";
  const any = denied || missing || busy;
  show(byId("advice"), any);
  if (!any) return false;
  const what = microphone !== "ok" && camera !== "ok" ? "both" : microphone !== "ok" ? "microphone" : "camera";
  const kind = denied ? "denied" : busy ? "busy" : "none";
  setText(byId("advice-title"), text(`advice.${kind}Title.${what}`));
  const steps = denied ? (insecure ? text("advice.insecure") : text(`advice.steps.${browserName()}`))
    : text(`advice.${kind}Steps`);
  byId("advice-steps").replaceChildren(...steps.split("|").map((step) => make("li", {}, step.trim())));
  const after = microphone === "ok" ? "voiceAnyway" : "listenAnyway";
  setText(byId("advice-after"), text(`${isPublic ? "test" : "advice"}.${after}`));
  return true;
}
