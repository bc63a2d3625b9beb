// @ts-check
// The settlement of a visit, beside the queue: its own page, shown in a panel, so that nobody leaves the day's
// page for it.
// Without this script the same links and forms lead to that page itself.
import { byId, find, make, onAct, setText, show } from "./dom.js";
import { text } from "./texts.js";

/** @type {HTMLElement | null} */
let panel = null;

/** The panel, made when it is first wanted: it stands in the page's own column and covers nothing.
 * @returns {HTMLElement} */
function opened() {
  if (!panel) {
    const close = make("button", { type: "button", class: "button quiet small", "data-act": "close-settlement" },
      text("common.close"));
    panel = make("section", { class: "card settlement", "aria-label": text("clinic.settlement") }, close,
      make("div", { class: "settlement-body" }));
    panel.addEventListener("submit", (event) => void submit(event));
    // A choice is an answer as it is made: one press, and the proposal says what follows from it.
    panel.addEventListener("change", (event) => {
      const chosen = event.target;
      if (chosen instanceof HTMLInputElement && chosen.type === "radio") chosen.form?.requestSubmit();
    });
    const booking = find(".booking");
    if (booking) booking.before(panel);
    else find("main")?.append(panel);
  }
  panel.hidden = false;
  return panel;
}

/**
 * Takes the page's main part into the panel. The server made the page, and its own policy forbids scripts in it.
 * @param {Response} response
 * @param {boolean} moves whether the reader asked for it, and so is led there
 */
async function take(response, moves) {
  const body = find(".settlement-body", opened());
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const main = page.querySelector("main");
  if (!body) return;
  if (!main) return setText(body, text("failure.unknown"));
  const part = make("section", { "data-state": main.getAttribute("data-state") ?? "",
    "data-status": main.getAttribute("data-status") ?? "" }, ...Array.from(main.childNodes));
  // The way back and the print sheet belong to the page of its own.
  find(".no-print", part)?.remove();
  body.replaceChildren(part);
  const title = find("h1", part);
  title?.setAttribute("tabindex", "-1");
  if (moves) title?.focus();
}

/** @param {Event} event */
async function submit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !(event instanceof SubmitEvent)) return;
  event.preventDefault();
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  const pressed = event.submitter;
  if (pressed instanceof HTMLButtonElement && pressed.name) fields.append(pressed.name, pressed.value);
  await load(form.action, { method: "POST", body: fields });
}

/** @param {string} address @param {RequestInit} [more] @param {boolean} [moves] */
async function load(address, more = {}, moves = true) {
  try {
    /** @type {RequestInit} */
    const asked = { credentials: "same-origin", ...more, headers: { accept: "text/html" } };
    await take(await fetch(address, asked), moves);
  } catch {
    setText(find(".settlement-body", opened()), text("failure.offline"));
  }
}

/**
 * After a call, at once; the focus stays where the clinician is.
 * @param {string} visit
 */
export const openSettlement = (visit) => load(`/visits/${visit}/settlement`, {}, false);

onAct("settle", (link, event) => {
  if (!(link instanceof HTMLAnchorElement) || (event instanceof MouseEvent && (event.ctrlKey || event.metaKey))) return;
  event.preventDefault();
  void load(link.href);
});
onAct("close-settlement", () => { if (panel) panel.hidden = true; });

/**
 * Modules are counted in view of the clinician while a conference runs; the server counts, by its rules, and tells it
 * with each view.
 * @param {{countedMs: number, moduleMs: number, modules: number} | null} clock null when no conference runs
 */
export function showConference(clock) {
  const place = find("#conference-time") ?? make("p", { id: "conference-time", class: "hint" });
  if (!place.isConnected) byId("call-state").after(place);
  show(place, clock !== null);
  if (clock === null) return;
  const done = Math.floor(clock.countedMs / clock.moduleMs);
  const left = Math.ceil((clock.moduleMs - clock.countedMs % clock.moduleMs) / 60_000);
  const words = done >= clock.modules ? "clinic.modulesAll" : "clinic.modules";
  setText(place, text(words, { number: done + 1, most: clock.modules, minutes: left }));
}
