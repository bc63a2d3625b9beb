// @ts-check
// Offers of a connection, which the server answers.
import { actHeaders, refusal, Refused } from "./http.js";

/**
 * An offer of 46 kB takes six seconds of 60 kbit/s; its lines are so much alike that a twentieth of that is left of it.
 * @param {string} offer
 * @returns {Promise<{body: BodyInit, coding: Record<string, string>}>}
 */
async function compressed(offer) {
  if (!("CompressionStream" in window)) return { body: offer, coding: {} };
  const short = new Blob([offer]).stream().pipeThrough(new CompressionStream("gzip"));
  return { body: await new Response(short).blob(), coding: { "content-encoding": "gzip" } };
}

/**
 * @param {"POST" | "PATCH"} method @param {string} url @param {string} offer as SDP
 * @param {AbortSignal} [signal] ends the waiting for the answer. The offer may reach the server all the same, and after a later
 *   one, which would undo that: so it is for where the network is gone over which it was sent
 * @returns {Promise<{answer: string, location: string | null}>}
 * @throws {Refused}
 */
export async function answerTo(method, url, offer, signal) {
  /** @type {Response} */
  let response;
  let answer = "";
  try {
    const { body, coding } = await compressed(offer);
    const headers = { "content-type": "application/sdp", accept: "application/sdp", ...coding, ...actHeaders() };
    response = await fetch(url, { method, credentials: "same-origin", cache: "no-store", headers, body, signal });
    if (response.ok) answer = await response.text();
  } catch {
    throw new Refused(0, "offline", "");
  }
  if (!response.ok) throw await refusal(response);
  return { answer, location: response.headers.get("location") };
}
