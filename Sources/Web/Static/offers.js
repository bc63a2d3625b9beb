// @ts-check
// Offers of a connection, which the server answers.
import { actHeaders, refusal, Refused } from "./http.js";

/**
 * @param {"POST" | "PATCH"} method @param {string} url @param {string} offer as SDP
 * @param {number} patienceMs for how long an answer is waited for: what was asked when the line ceased, TCP sends again so late
 *   that the call would be over it long before
 * @param {AbortController} [asking] ends the waiting sooner
 * @returns {Promise<{answer: string, location: string | null}>}
 * @throws {Refused}
 */
export async function answerTo(method, url, offer, patienceMs, asking = new AbortController()) {
  const patience = setTimeout(() => asking.abort(), patienceMs);
  const headers = { "content-type": "application/sdp", accept: "application/sdp", ...actHeaders() };
  /** @type {Response} */
  let response;
  let answer = "";
  try {
    response = await fetch(url, { method, credentials: "same-origin", cache: "no-store", headers, body: offer,
      signal: asking.signal });
    if (response.ok) answer = await response.text();
  } catch {
    throw new Refused(0, "offline", "");
  } finally {
    clearTimeout(patience);
  }
  if (!response.ok) throw await refusal(response);
  return { answer, location: response.headers.get("location") };
}
