// @ts-check
// The operator's relay (TURN), for networks that let nothing else pass. Most operators have none, and then nothing is
// asked.
import { send } from "./http.js";

/** What is left of a name and password before new ones are fetched. */
const renewMs = 30 * 60_000;

export class Relay {
  /** @param {string} base where this page's media live */
  constructor(base) {
    this.base = base;
    // The public test page belongs to no visit and gets none.
    this.exists = document.querySelector('meta[name="relay"]') !== null && !base.startsWith("/test/");
    /** @type {{urls: string[], username: string, credential: string, until: number} | null} */
    this.way = null;
  }

  /**
   * What the next connection may use. Without an answer it does without: that is no reason not to call.
   * @returns {Promise<RTCIceServer[]>}
   */
  async servers() {
    if (!this.exists) return [];
    if (!this.way || this.way.until - Date.now() < renewMs) {
      this.way = await send("GET", `${this.base}/relay`).catch(() => null);
    }
    return this.way ? [{ urls: this.way.urls, username: this.way.username, credential: this.way.credential }] : [];
  }
}
