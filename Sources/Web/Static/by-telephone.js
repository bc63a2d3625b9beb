// @ts-check
// While one talks by telephone, the page takes nothing up and sends nothing; the path stays warm for the way back.

/**
 * @param {import("./room.js").Room} room
 * @param {boolean} resting
 */
export async function rest(room, resting) {
  const { devices, call } = room;
  if (devices.resting === resting) return;
  devices.resting = resting;
  if (resting) {
    call.tracks.screen?.stop();
    await call.use("screen", null);
    devices.close();
  } else await devices.open({ camera: room.cameraWanted });
  await room.send();
}
