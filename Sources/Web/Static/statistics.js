// @ts-check
// The day and the month of the clinic in pictures.
import { byId, make } from "./dom.js";
import { counted, embedded, text } from "./texts.js";
import { columns, picture, rectangle } from "./pictures.js";

/**
 * @param {string} title
 * @param {...Node} content
 */
const card = (title, ...content) => make("div", { class: "card" }, make("h3", {}, title), ...content);

/**
 * Lying bars, each with its word and its number beside it.
 * @param {Record<string, number>} counts
 * @param {string} texts where the words are
 * @param {string[]} order
 */
function bars(counts, texts, order) {
  const most = Math.max(1, ...Object.values(counts ?? {}));
  if (!order.some((word) => (counts?.[word] ?? 0) > 0)) return make("p", { class: "hint" }, text("statistics.none"));
  return make("ul", { class: "bars" }, ...order.filter((word) => (counts?.[word] ?? 0) > 0).map((word) => {
    const svg = picture(200, 16, "");
    svg.removeAttribute("aria-label");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.append(rectangle(0, 0, (counts[word] / most) * 200, 16, texts === "line" ? word : "bar"));
    return make("li", { class: "picture" }, make("span", {}, text(`${texts}.${word}`)), svg,
      make("strong", {}, String(counts[word])));
  }));
}

/** @param {number | null | undefined} ms */
const minutes = (ms) => (typeof ms === "number" ? counted("time.minutes", Math.round(ms / 60_000)) : "–");

/**
 * @param {HTMLElement} place
 * @param {any} s
 * @param {string} parts
 */
function fill(place, s, parts) {
  if (!s) return;
  const figure = (/** @type {SVGElement} */ svg) => {
    const holder = make("div", { class: "picture" });
    holder.append(svg);
    return holder;
  };
  place.append(
    card(text("statistics.visits"), make("p", { class: "big" }, String(s.visits ?? 0)),
      figure(columns(s.byPart ?? [], text(parts)))),
    card(text("statistics.waits"), make("p", { class: "big" }, minutes(s.waitMedianMs)),
      make("p", { class: "hint" }, text("statistics.longest", { longest: minutes(s.waitLongestMs) })),
      figure(columns(s.waits ?? [], text("statistics.waits")))),
    card(text("statistics.outcomes"), bars(s.outcomes, "outcome",
      ["completed", "completedByTelephone", "patientLeft", "noShow", "technicalFailure", "cancelled"])),
    card(text("statistics.lines"), bars(s.lines, "line",
      ["good", "pictureWeak", "voiceOnly", "telephone", "bad", "lost"])),
    card(text("statistics.means"), bars(s.means, "means", ["video", "voice", "telephone"])));
}

const view = embedded("view") ?? {};
fill(byId("statistics-day"), view.day, "statistics.byHour");
fill(byId("statistics-month"), view.month, "statistics.byDay");
