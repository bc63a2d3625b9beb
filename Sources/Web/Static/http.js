// @ts-check
// Acts are sent as HTTP requests; a refusal comes back as problem details, worded by the server for the reader.
import { text } from "./texts.js";

/** A refusal or a failure with a sentence for the reader. */
export class Refused extends Error {
  /**
   * @param {number} status HTTP status, 0 when the server was not reached
   * @param {string} word the refusal's word
   * @param {string} title a sentence in the reader's language
   * @param {string | null} field the form field concerned
   */
  constructor(status, word, title, field = null) {
    super(title);
    this.status = status;
    this.word = word;
    this.field = field;
  }
}

const token = document.querySelector('meta[name="form-token"]')?.getAttribute("content") ?? "";

/** Headers every act carries; a page without a session has no token to send. */
export const actHeaders = () => /** @type {Record<string, string>} */ (token ? { "x-form-token": token } : {});

/**
 * @param {Response} response
 * @returns {Promise<Refused>}
 */
export async function refusal(response) {
  try {
    const problem = await response.json();
    return new Refused(response.status, String(problem.word ?? ""),
      String(problem.title ?? text("failure.unknown")), problem.field ?? null);
  } catch {
    return new Refused(response.status, "", text(response.status >= 500 ? "failure.server" : "failure.unknown"));
  }
}

/**
 * Sends an act and gives its JSON answer, or null for an empty one.
 * @param {string} method
 * @param {string} url
 * @param {unknown} [body]
 * @returns {Promise<any>}
 * @throws {Refused}
 */
export async function send(method, url, body) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, {
      method,
      credentials: "same-origin",
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }),
        accept: "application/json", ...actHeaders() },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, "offline", text("failure.offline"));
  }
  if (!response.ok) throw await refusal(response);
  if (response.status === 204) return null;
  const type = response.headers.get("content-type") ?? "";
  return type.includes("json") ? response.json() : null;
}

/** @param {string} url @param {unknown} [body] */
export const post = (url, body = {}) => send("POST", url, body);
