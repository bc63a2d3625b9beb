// @ts-check
// The settled visits of twelve months as columns; the table below says the same, with what the columns leave out.
import { byId } from "./dom.js";
import { embedded } from "./texts.js";
import { columns } from "./pictures.js";

const place = byId("settlement-months");
place.append(columns(embedded("view") ?? [], place.getAttribute("data-label") ?? ""));
