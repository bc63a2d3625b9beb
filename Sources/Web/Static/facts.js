// @ts-check
// The line's quality over the visit, as one small picture: height and colour say the same.
import { byId, findAll } from "./dom.js";
import { embedded, text, timeOfDay } from "./texts.js";
import { picture, rectangle, words } from "./pictures.js";

const heights = /** @type {Record<string, number>} */ ({ good: 60, pictureWeak: 44, voiceOnly: 30, bad: 16, lost: 5 });

byId("print").addEventListener("click", () => window.print());

const view = embedded("view");
/** @type {{at: number, verdict: string}[]} */
const line = view?.line ?? [];
if (line.length > 0) {
  const from = view.from ?? line[0].at;
  const to = Math.max(view.to ?? 0, line[line.length - 1].at + 1000, from + 1000);
  const x = (/** @type {number} */ at) => ((at - from) / (to - from)) * 700;
  const svg = picture(700, 92, text("facts.linePicture"));
  line.forEach((point, index) => {
    const end = line[index + 1]?.at ?? to;
    const height = heights[point.verdict] ?? 5;
    svg.append(rectangle(x(point.at), 64 - height, Math.max(1, x(end) - x(point.at)), height, point.verdict));
  });
  svg.append(words(0, 84, timeOfDay(from), "start"), words(700, 84, timeOfDay(to), "end"));
  byId("line-picture").append(svg);
}
for (const cell of findAll("[data-seconds]")) cell.title = cell.textContent ?? "";
