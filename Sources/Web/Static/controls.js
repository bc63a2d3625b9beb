// @ts-check
// The controls of the call: a sign and a word each, the same for patients and staff.
import { byId, find, make, onAct, setAttribute, setText, show } from "./dom.js";
import { text } from "./texts.js";
import { tellSending } from "./telling.js";

/** @param {string} act @returns {HTMLElement} */
function control(act) {
  const found = find(`.controls [data-act="${act}"]`);
  if (!found) throw new Error(`the call has no control ${act}`);
  return found;
}

/** @param {HTMLElement} element @param {boolean} pressed @param {string} word @param {string} signName */
function turn(element, pressed, word, signName) {
  setAttribute(element, "aria-pressed", String(pressed));
  setText(find("span", element), word);
  const use = find("use", element) ?? element.querySelector("use");
  if (use) setAttribute(use, "href", (use.getAttribute("href") ?? "").replace(/#.*/, `#${signName}`));
}

/**
 * @param {import("./room.js").Room} room
 * @param {{callAgain?: () => void}} [events]
 * @returns {{refresh: () => void}}
 */
export function bindControls(room, events = {}) {
  const touch = matchMedia("(pointer: coarse)").matches;
  const mayShare = Boolean(navigator.mediaDevices && "getDisplayMedia" in navigator.mediaDevices) && !touch;
  show(control("share-screen"), mayShare);

  const refresh = () => {
    const { camera, microphone } = room.devices.tracks;
    turn(control("mute"), room.muted || !microphone,
      text(!microphone ? "call.noMicrophone" : room.muted ? "call.unmute" : "call.mute"),
      room.muted || !microphone ? "microphone-off" : "microphone");
    const off = !camera || !room.cameraWanted;
    turn(control("camera"), off, text(off ? "call.cameraOn" : "call.cameraOff"), off ? "camera-off" : "camera");
    for (const act of ["mute", "camera", "switch-camera", "share-screen"]) {
      setAttribute(control(act), "aria-disabled", String(room.devices.resting));
    }
    const sharing = room.call.tracks.screen !== null;
    turn(control("share-screen"), sharing, text(sharing ? "call.stopScreen" : "call.shareScreen"), "screen");
    void room.devices.list().then((all) => {
      show(control("switch-camera"), all.filter((device) => device.kind === "videoinput").length > 1);
    });
  };

  onAct("mute", () => {
    if (!room.devices.tracks.microphone) return void room.devices.open({ camera: false }).then(refresh);
    room.muted = !room.muted;
    room.devices.tracks.microphone.enabled = !room.muted;
    refresh();
    void tellSending(room.call);
  });

  onAct("camera", () => {
    room.cameraWanted = !(room.cameraWanted && room.devices.tracks.camera);
    if (room.cameraWanted) void room.devices.open().then(() => room.send()).then(refresh);
    else {
      room.devices.closeCamera();
      refresh();
    }
  });

  onAct("switch-camera", () => void room.devices.switchCamera().then(refresh));
  onAct("share-screen", () => void shareScreen(room).then(refresh));
  onAct("call-again", (pressed) => {
    pressed.toggleAttribute("data-busy", true);
    events.callAgain?.();
    void room.again().finally(() => pressed.toggleAttribute("data-busy", false));
  });
  onAct("choose-devices", () => void chooseDevices(room, refresh));
  navigator.mediaDevices?.addEventListener?.("devicechange", refresh);
  return { refresh };
}

/** @param {import("./room.js").Room} room */
async function shareScreen(room) {
  const sharing = room.call.tracks.screen;
  if (sharing) {
    sharing.stop();
    await room.call.use("screen", null);
    return room.send();
  }
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false });
    const [track] = stream.getVideoTracks();
    track.contentHint = "detail";
    track.onended = () => void room.call.use("screen", null).then(() => room.send())
      .then(() => document.dispatchEvent(new Event("screen-ended")));
    await room.call.use("screen", track);
    await room.send();
  } catch {
    // The reader closed the browser's own question; nothing has changed.
  }
}

/** @param {import("./room.js").Room} room @param {() => void} refresh */
async function chooseDevices(room, refresh) {
  const all = await room.devices.list();
  const lists = /** @type {const} */ ([["microphone", "audioinput"], ["camera", "videoinput"],
    ["speaker", "audiooutput"]]);
  for (const [device, kind] of lists) {
    const select = /** @type {HTMLSelectElement} */ (byId(`choose-${device}`));
    const found = all.filter((one) => one.kind === kind);
    const current = device === "speaker" ? room.devices.chosen.speaker
      : room.devices.tracks[device]?.getSettings().deviceId;
    select.replaceChildren(...found.map((one, index) => make("option",
      { value: one.deviceId, selected: one.deviceId === current },
      one.label || text("devices.numbered", { number: index + 1 }))));
    select.disabled = found.length === 0;
    select.onchange = () => void room.devices.choose(device, select.value).then(refresh);
    if (device === "speaker") show(byId("choose-speaker-label"), found.length > 0);
  }
  show(byId("devices-none"), all.length === 0);
  /** @type {HTMLDialogElement} */ (byId("devices-dialog")).showModal();
}
