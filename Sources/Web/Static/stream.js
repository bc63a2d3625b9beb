// @ts-check
// The live stream from the server. Every message is the whole view, so a page that was away has missed nothing.

/**
 * @typedef {object} StreamEvents
 * @property {(view: any) => void} view a new whole view
 * @property {(brokeAt: number) => void} restarted the server is a new process: media connections to the old one are
 *   dead; the stream broke at `brokeAt`
 * @property {(open: boolean) => void} [online]
 * @property {(line: {visit: string, participant: string, verdict: string}) => void} [line]
 * @property {() => void} [upWidened] the way up, which had been full, has become wider
 */

/** Waits between attempts, in milliseconds; short, because a call may be waiting for the server to return. */
const pauses = [200, 400, 700, 1000, 1500];

/** A stream that has said nothing for this long, although the server speaks every 10 s, is taken for dead. */
const silenceMs = 25_000;

/** Follows the event stream at `url` until closed. */
export class Stream {
  /** @param {string} url @param {StreamEvents} events */
  constructor(url, events) {
    this.url = url;
    this.events = events;
    this.boot = "";
    this.failures = 0;
    this.brokeAt = 0;
    this.closed = false;
    this.heardAt = Date.now();
    this.speaks = false;
    /** @type {EventSource | null} */
    this.source = null;
    /** @type {number} */
    this.timer = 0;
    const wake = () => { if (document.visibilityState === "visible") this.check(); };
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("pageshow", wake);
    window.addEventListener("online", () => this.reopen(0));
    setInterval(() => this.check(), 5000);
    this.open();
  }

  open() {
    if (this.closed) return;
    const source = new EventSource(this.url);
    this.source = source;
    this.heardAt = Date.now();
    source.addEventListener("view", (event) => this.hear(/** @type {MessageEvent} */ (event)));
    source.addEventListener("line", (event) => {
      this.heardAt = Date.now();
      this.events.line?.(JSON.parse(/** @type {MessageEvent} */ (event).data));
    });
    source.addEventListener("upWidened", () => this.events.upWidened?.());
    // An optional sign of life, since scripts do not see the comment lines of a stream.
    source.addEventListener("alive", () => { this.heardAt = Date.now(); this.speaks = true; });
    source.onerror = () => {
      if (source === this.source) this.reopen(pauses[Math.min(this.failures, pauses.length - 1)]);
    };
  }

  /** @param {MessageEvent} event */
  hear(event) {
    this.heardAt = Date.now();
    this.failures = 0;
    const view = JSON.parse(event.data);
    const restarted = this.boot !== "" && view.boot !== this.boot;
    this.boot = view.boot;
    this.events.online?.(true);
    this.events.view(view);
    if (restarted) this.events.restarted(this.brokeAt);
    this.brokeAt = 0;
  }

  /** @param {number} pause */
  reopen(pause) {
    if (this.closed) return;
    this.source?.close();
    this.source = null;
    this.failures += 1;
    if (this.brokeAt === 0) this.brokeAt = Date.now();
    if (this.failures > 1) this.events.online?.(false);
    if (this.failures % 10 === 3) void this.ask();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.open(), pause);
  }

  /** A browser does not say why a stream was refused, so an ordinary request asks: signed out, or a dead link? */
  async ask() {
    const stop = new AbortController();
    try {
      const { status } = await fetch(this.url, { headers: { accept: "application/json" }, signal: stop.signal });
      if (status === 401) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
      else if (status === 404 || status === 410) location.reload();
    } catch {
      // Not reached at all: the stream goes on trying.
    } finally {
      stop.abort();
    }
  }

  check() {
    if (this.closed) return;
    const silent = this.speaks && Date.now() - this.heardAt > silenceMs;
    if (silent || this.source?.readyState === EventSource.CLOSED) this.reopen(0);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.source?.close();
  }
}
