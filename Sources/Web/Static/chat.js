// @ts-check
// Text messages in the call: for a name, a number, or when the sound fails.
import { byId, make, setAttribute, setText, show } from "./dom.js";
import { text, timeOfDay } from "./texts.js";
import { ring } from "./sound.js";

/** @typedef {{id: string, from: string, name: string, text: string, at: number}} Message */

export class Chat {
  /** @param {(text: string) => Promise<unknown>} sendText throws a Refused with a sentence
   * @param {(problem: string) => void} problem */
  constructor(sendText, problem) {
    this.seen = 0;
    /** @type {Set<string>} */
    this.shown = new Set();
    this.first = true;
    /** @type {number} */
    this.fading = 0;
    this.open = byId("open-messages");
    this.panel = byId("messages-panel");
    this.list = byId("messages");
    const field = /** @type {HTMLTextAreaElement} */ (byId("message-text"));
    this.open.addEventListener("click", () => this.toggle(this.panel.hidden));
    byId("close-messages").addEventListener("click", () => this.toggle(false));
    this.panel.addEventListener("keydown", (event) => { if (event.key === "Escape") this.toggle(false); });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        /** @type {HTMLFormElement} */ (byId("message-form")).requestSubmit();
      }
    });
    byId("message-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = field.value.trim();
      if (typed === "") return;
      // The words stay in the field until the server has them.
      sendText(typed).then(() => { if (field.value.trim() === typed) field.value = ""; },
        (error) => problem(error.message));
    });
  }

  /** @param {boolean} open */
  toggle(open) {
    show(this.panel, open);
    setAttribute(this.open, "aria-expanded", String(open));
    if (open) {
      this.seen = this.shown.size;
      this.count();
      byId("message-text").focus();
      this.list.scrollTop = this.list.scrollHeight;
    } else this.open.focus();
  }

  /**
   * @param {Message[]} messages
   * @param {(message: Message) => boolean} isMine
   */
  present(messages, isMine) {
    let fresh = false;
    for (const message of messages) {
      if (this.shown.has(message.id)) continue;
      this.shown.add(message.id);
      const mine = isMine(message);
      if (mine) this.seen += 1;
      else fresh = true;
      this.list.append(make("li", { class: mine ? "message mine" : "message" },
        make("span", { class: "message-from" }, `${mine ? text("call.you") : message.name} · ${timeOfDay(message.at)}`),
        make("span", { class: "message-text" }, message.text)));
    }
    show(byId("messages-none"), this.shown.size === 0);
    if (!this.panel.hidden) this.seen = this.shown.size;
    if (fresh && !this.first) {
      ring("message");
      if (this.panel.hidden) this.toast(messages[messages.length - 1]);
    }
    if (fresh) this.list.scrollTop = this.list.scrollHeight;
    this.first = false;
    this.count();
  }

  /**
   * The words above the controls for a while, so that a closed sheet hides nothing, from screen readers either.
   * @param {Message} message
   */
  toast(message) {
    const place = byId("message-toast");
    setText(place, `${message.name}: ${message.text}`);
    clearTimeout(this.fading);
    this.fading = window.setTimeout(() => setText(place, ""), 8000);
  }

  /** A new visit on the same page begins with an empty sheet. */
  clear() {
    this.shown.clear();
    this.seen = 0;
    this.first = true;
    this.list.replaceChildren();
    if (!this.panel.hidden) {
      show(this.panel, false);
      setAttribute(this.open, "aria-expanded", "false");
    }
    this.count();
  }

  count() {
    const unread = Math.max(0, this.shown.size - this.seen);
    setText(byId("message-count"), String(unread));
    show(byId("message-count"), unread > 0);
  }
}
