// @ts-check
// Small pictures of numbers, drawn as SVG.

const space = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElement}
 */
function draw(name, attributes) {
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/**
 * An empty picture with a sentence for those who cannot see it.
 * @param {number} width
 * @param {number} height
 * @param {string} label
 */
export function picture(width, height, label) {
  return draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {string} kind a class that colours it
 */
export const rectangle = (x, y, width, height, kind) => draw("rect", {
  x: x.toFixed(1), y: y.toFixed(1), width: width.toFixed(1), height: height.toFixed(1), class: kind });

/**
 * @param {number} x
 * @param {number} y
 * @param {string} said
 * @param {"start" | "middle" | "end"} anchor
 * @param {string} [kind]
 */
function words(x, y, said, anchor, kind = "") {
  const element = draw("text", { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor, class: kind });
  element.textContent = said;
  return element;
}

/**
 * Upright bars with their labels below, as many labels as there is room for.
 * @param {{label: string, count: number}[]} parts
 * @param {string} label
 */
export function columns(parts, label) {
  const width = 400, height = 150, floor = 124, top = 20;
  const svg = picture(width, height, `${label}: ${parts.filter((part) => part.count > 0)
    .map((part) => `${part.label}: ${part.count}`).join(", ")}`);
  const most = Math.max(1, ...parts.map((part) => part.count));
  const step = width / Math.max(1, parts.length);
  const every = Math.ceil(26 / step);
  svg.append(draw("line", { x1: 0, x2: width, y1: floor, y2: floor, class: "axis" }));
  parts.forEach((part, index) => {
    const tall = (part.count / most) * (floor - top);
    const middle = (index + 0.5) * step;
    if (part.count > 0) {
      svg.append(rectangle(middle - step * 0.36, floor - tall, step * 0.72, tall, "bar"),
        words(middle, floor - tall - 6, String(part.count), "middle", "value"));
    }
    if (index % every === 0) svg.append(words(middle, floor + 20, part.label, "middle"));
  });
  return svg;
}
