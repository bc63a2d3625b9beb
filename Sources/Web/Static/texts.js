// @ts-check
// The page's words, in the reader's language, as the server put them into the page.

/** @type {Record<string, any>} */
const texts = embedded("texts") ?? {};

export const language = document.documentElement.lang || "da";

/**
 * JSON that the server placed in the page for scripts.
 * @param {string} id
 * @returns {any}
 */
export function embedded(id) {
  const holder = document.getElementById(id);
  if (!holder || !holder.textContent || !holder.textContent.trim()) return null;
  try {
    return JSON.parse(holder.textContent);
  } catch {
    return null;
  }
}

/**
 * A text by its dotted name with `{places}` filled in. A missing text shows its name, so that it is noticed.
 * @param {string} name
 * @param {Record<string, string | number>} [places]
 * @returns {string}
 */
export function text(name, places = {}) {
  /** @type {any} */
  let value = texts;
  for (const part of name.split(".")) value = value?.[part];
  if (typeof value !== "string") return name;
  return value.replace(/\{(\w+)\}/g, (whole, place) => (place in places ? String(places[place]) : whole));
}

/**
 * The singular or the plural text, chosen by the count: `<name>.one` and `<name>.other`.
 * @param {string} name
 * @param {number} count
 * @returns {string}
 */
export const counted = (name, count) => text(`${name}.${count === 1 ? "one" : "other"}`, { count });

const locale = language === "en" ? "en-GB" : "da-DK";
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Copenhagen" });
const day = new Intl.DateTimeFormat(locale, {
  weekday: "long", day: "numeric", month: "long", timeZone: "Europe/Copenhagen" });

/** @param {number} at milliseconds since 1970 */
export const timeOfDay = (at) => clock.format(at);

/** @param {number} at milliseconds since 1970 */
export const dayAndTime = (at) => `${day.format(at)} ${text("time.at")} ${clock.format(at)}`;

/**
 * Minutes and seconds, "3:07", or hours as well where they are needed.
 * @param {number} milliseconds
 */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
