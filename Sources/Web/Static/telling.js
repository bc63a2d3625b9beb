// @ts-check
// What a page tells the server of its call, which the server cannot see itself.
import { send } from "./http.js";

/** @typedef {import("./call.js").Call} Call */

/**
 * What this page sends, which decides whether the visit is by video or by voice; and that a picture that is on rests
 * for now, where the line is too narrow.
 * @param {Call} call
 */
export async function tellSending({ location, tracks, sending, picture }) {
  if (!location) return;
  const { microphone, camera, screen } = tracks;
  await send("POST", `${location}/sends`, {
    microphone: sending.microphone && microphone !== null && microphone.enabled,
    camera: sending.camera && camera !== null,
    screen: sending.screen && screen !== null,
    pictureRests: picture !== "flows",
  }).catch(() => undefined);
}

/**
 * What was heard and seen in the last second; a good line has nothing to say.
 * @param {Call} call
 * @param {number} concealed share of the sound that was made up @param {number} frozenMs the picture stood still
 */
export async function tellSeen({ location }, concealed, frozenMs) {
  if (!location) return;
  await send("POST", `${location}/seen`, { concealed, frozenMs }).catch(() => undefined);
}
