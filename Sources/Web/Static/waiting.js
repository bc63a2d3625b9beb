// @ts-check
// What a waiting patient reads: place, range, notices. Said to screen readers once per change, in one sentence.
import { byId, make, setText, show } from "./dom.js";
import { counted, dayAndTime, text, timeOfDay } from "./texts.js";

/** @param {any} queue @returns {string} */
export function rangeText(queue) {
  if (!queue || queue.toMinutes === null || queue.toMinutes === undefined) return text("waiting.rangeUnknown");
  const { fromMinutes: from, toMinutes: to } = queue;
  if (to <= 1) return text("waiting.rangeSoon");
  if (!from || from === to) return text("waiting.rangeUpTo", { to });
  return text("waiting.range", { from, to });
}

/** @param {any} view the patient's view */
export function showWaiting(view) {
  const queue = view.queue;
  const place = queue?.place ?? null;
  setText(byId("place"), place === null ? "–" : String(place));
  setText(byId("range"), rangeText(queue));
  if (place !== null) {
    const said = place === 1 ? text("waiting.saidNext", { range: rangeText(queue) })
      : text("waiting.said", { place, range: rangeText(queue) });
    setText(byId("queue-said"), said);
  }
  showNotices(view.notices ?? []);
  const late = view.saidLate;
  const minutes = typeof late === "number" ? late : late?.minutes;
  setText(byId("said-late"), minutes ? counted("waiting.saidLate", minutes) : "");
}

/** New notices are added and old ones taken away; those that stay are not touched, so nothing is read out twice.
 * @param {{id: string, text: string, at: number}[]} notices */
function showNotices(notices) {
  const list = byId("notices");
  const wanted = new Set(notices.map((notice) => notice.id));
  for (const item of Array.from(list.children)) {
    if (!wanted.has(item.getAttribute("data-notice") ?? "")) item.remove();
  }
  for (const notice of notices) {
    if (list.querySelector(`[data-notice="${CSS.escape(notice.id)}"]`)) continue;
    list.append(make("li", { class: "notice", "data-notice": notice.id },
      make("span", {}, notice.text), make("time", {}, timeOfDay(notice.at))));
  }
  show(list, notices.length > 0);
}

/**
 * Counts down to the moment the link opens.
 * @param {number} opensAt
 * @param {number} now
 */
export function showCountdown(opensAt, now) {
  const left = Math.max(0, opensAt - now);
  const minutes = Math.floor(left / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const words = days > 0 ? `${counted("time.days", days)} ${counted("time.hours", hours)}`
    : minutes >= 60 ? `${counted("time.hours", hours)} ${counted("time.minutes", minutes % 60)}`
      : minutes > 0 ? `${counted("time.minutes", minutes)} ${counted("time.seconds", Math.floor(left / 1000) % 60)}`
        : counted("time.seconds", Math.ceil(left / 1000));
  setText(byId("countdown"), words);
  setText(byId("early-when"), text("waiting.early", { when: dayAndTime(opensAt) }));
}

/** @param {any} view */
export function showEnded(view) {
  const known = ["completed", "completedByTelephone", "patientLeft", "noShow", "technicalFailure", "cancelled"];
  setText(byId("ended-text"), text(`ended.${known.includes(view.outcome) ? view.outcome : "completed"}`));
  const link = /** @type {HTMLAnchorElement} */ (byId("facts-link"));
  link.href = view.facts ?? "#";
  show(link, Boolean(view.facts) && view.outcome !== "cancelled");
}
