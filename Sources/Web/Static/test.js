// @ts-check
// The public test page: the same trial as in the waiting room, for anyone without a visit.
import { byId, setText, show } from "./dom.js";
import { text } from "./texts.js";
import { Room } from "./room.js";
import { Trial } from "./trial.js";

/** @type {Room} */
const room = new Room("/test/media", {
  devices: () => trial.present(),
  path: (path, ms) => {
    problem(path === "lost" && ms > 4000 ? text("test.busy") : "");
  },
  stopped: (refusal) => problem(refusal.message),
});

/** @param {string} words */
function problem(words) {
  setText(byId("problem"), words);
  show(byId("problem"), words !== "");
}

/** @type {Trial} */
const trial = new Trial(room, {
  // Whoever is done gives the place to the next; the next trial lays a path of its own.
  done: () => { room.path.stop(); room.begun = false; room.call.close(); },
}, { isPublic: true });
