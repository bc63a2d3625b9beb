// @ts-check
// The few words with which every module touches the page.

/**
 * The element with this id; a missing one is a fault in the template, told by name.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/**
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement | null}
 */
export const find = (selector, within = document) => within.querySelector(selector);

/**
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement[]}
 */
export const findAll = (selector, within = document) => Array.from(within.querySelectorAll(selector));

/** Milliseconds by which the server's clock is ahead of this machine's, which may be wrong by hours. */
let ahead = 0;

/** @param {unknown} serverNow the server's clock as a view tells it */
export function setClock(serverNow) {
  if (typeof serverNow === "number") ahead = serverNow - Date.now();
}

/** Now, by the server's clock. */
export const now = () => Date.now() + ahead;

/**
 * A new element. Text is always set as text, never parsed, so nothing a person typed can become markup.
 * @param {string} tag
 * @param {Record<string, string | boolean>} [attributes] `false` leaves an attribute out, `true` sets it empty
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Changes text only where it differs, so that screen readers and the layout are left in peace.
 * @param {Element | null} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/**
 * @param {Element | null} element
 * @param {boolean} visible
 */
export function show(element, visible) {
  if (element instanceof HTMLElement && element.hidden === visible) element.hidden = !visible;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

const signsUrl = new URL("signs.svg", import.meta.url).pathname;

/**
 * One of our own signs. It is decoration: the word beside it carries the meaning.
 * @param {string} name
 * @returns {SVGElement}
 */
export function sign(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "sign");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${signsUrl}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * A button with a sign and a word.
 * @param {string} act the act's word, kebab-case
 * @param {string} word
 * @param {{sign?: string, kind?: string}} [look]
 * @returns {HTMLButtonElement}
 */
export function button(act, word, look = {}) {
  const made = make("button", { type: "button", class: `button ${look.kind ?? ""}`.trim(), "data-act": act },
    ...(look.sign ? [sign(look.sign)] : []), make("span", {}, word));
  return /** @type {HTMLButtonElement} */ (made);
}

/**
 * Calls back when a control with this act is pressed anywhere on the page, now or later.
 * @param {string} act
 * @param {(control: HTMLElement, event: Event) => void} run
 */
export function onAct(act, run) {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest(`[data-act="${act}"]`) : null;
    if (target instanceof HTMLElement && !target.matches(":disabled,[aria-disabled=true]")) run(target, event);
  });
}
