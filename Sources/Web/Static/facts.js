// @ts-check
// The facts sheet, printed by a press.
import { byId, findAll } from "./dom.js";

byId("print").addEventListener("click", () => window.print());
for (const cell of findAll("[data-seconds]")) cell.title = cell.textContent ?? "";
