// @ts-check
// Camera, microphone and loudspeaker. Whatever is missing or refused, the rest is used: a blocked camera never
// stops a call by voice, and with no device at all one can still listen.

/** @typedef {"ok" | "none" | "denied" | "busy" | "unknown"} DeviceState */
/** @typedef {"camera" | "microphone"} Device */

/** @type {MediaTrackConstraints} */
const voice = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
// The size at which an encoder starts at once on an unknown line; larger ones drop their first pictures.
/** @type {MediaTrackConstraints} */
const picture = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30, max: 30 } };

/** Where the reader's choice of devices is remembered, on this device only. */
const memory = "devices";

export class Devices {
  /** @param {() => void} changed called when a track or a state is another */
  constructor(changed) {
    this.changed = changed;
    /** @type {Record<Device, MediaStreamTrack | null>} */
    this.tracks = { camera: null, microphone: null };
    /** @type {Record<Device, DeviceState>} */
    this.states = { camera: "unknown", microphone: "unknown" };
    /** @type {{camera?: string, microphone?: string, speaker?: string}} */
    this.chosen = recall();
    this.facing = "user";
    /** @type {Promise<void> | null} */
    this.opening = null;
    /** The reader talks by telephone: nothing is taken up, and nobody's press opens anything. */
    this.resting = false;
  }

  /**
   * Opens what there is. Asked twice at once, it opens once.
   * @param {{camera?: boolean}} [wanted]
   */
  open(wanted = {}) {
    if (this.resting) return Promise.resolve();
    this.opening ??= this.openBoth(wanted.camera ?? true).finally(() => { this.opening = null; });
    return this.opening;
  }

  /** @param {boolean} camera */
  async openBoth(camera) {
    if (!navigator.mediaDevices?.getUserMedia) {
      // Plain HTTP away from this machine: the browser hides its devices.
      this.states = { camera: "denied", microphone: "denied" };
      return this.changed();
    }
    const wantCamera = camera && !this.tracks.camera;
    const wantMicrophone = !this.tracks.microphone;
    if (wantCamera && wantMicrophone) {
      try {
        const stream = await navigator.mediaDevices.getUserMedia(
          { audio: this.constraints("microphone"), video: this.constraints("camera") });
        for (const track of stream.getTracks()) this.take(track.kind === "video" ? "camera" : "microphone", track);
        return this.changed();
      } catch {
        // One of the two is missing or refused; each is asked for on its own to learn which.
      }
    }
    if (wantMicrophone) await this.openOne("microphone");
    if (wantCamera) await this.openOne("camera");
    this.changed();
  }

  /**
   * @param {Device} device
   * @returns {Promise<void>}
   */
  async openOne(device) {
    const key = device === "camera" ? "video" : "audio";
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [key]: this.constraints(device) });
      const [track] = stream.getTracks();
      if (track) this.take(device, track);
    } catch (error) {
      const name = error instanceof DOMException ? error.name : "";
      if (name === "OverconstrainedError" && this.chosen[device]) {
        // The chosen device has been unplugged.
        delete this.chosen[device];
        await this.openOne(device);
        return;
      }
      this.states[device] = name === "NotFoundError" || name === "OverconstrainedError" ? "none"
        : name === "NotReadableError" || name === "AbortError" ? "busy" : "denied";
    }
  }

  /** @param {Device} device @param {MediaStreamTrack} track */
  take(device, track) {
    // The browser's answer came when nothing was wanted any more.
    if (this.resting) return track.stop();
    this.tracks[device]?.stop();
    this.tracks[device] = track;
    this.states[device] = "ok";
    if (device === "camera" && "contentHint" in track) track.contentHint = "motion";
    track.onended = () => {
      if (this.tracks[device] !== track) return;
      this.tracks[device] = null;
      this.states[device] = "none";
      this.changed();
    };
  }

  /** @param {Device} device @returns {MediaTrackConstraints} */
  constraints(device) {
    const chosen = this.chosen[device];
    const base = device === "camera" ? picture : voice;
    if (chosen) return { ...base, deviceId: { exact: chosen } };
    return device === "camera" ? { ...base, facingMode: this.facing } : base;
  }

  /** Puts the camera out, so that its light goes out as well. */
  closeCamera() {
    const track = this.tracks.camera;
    this.tracks.camera = null;
    track?.stop();
    this.changed();
  }

  /** Front to back and back again, or the next of several cameras. */
  async switchCamera() {
    const cameras = (await this.list()).filter((device) => device.kind === "videoinput");
    const current = this.tracks.camera?.getSettings();
    this.tracks.camera?.stop();
    this.tracks.camera = null;
    if (current?.facingMode) {
      this.facing = current.facingMode === "user" ? "environment" : "user";
      delete this.chosen.camera;
    } else if (cameras.length > 1) {
      const at = cameras.findIndex((camera) => camera.deviceId === current?.deviceId);
      this.chosen.camera = cameras[(at + 1) % cameras.length].deviceId;
    }
    await this.openOne("camera");
    this.changed();
  }

  /** @param {"camera" | "microphone" | "speaker"} device @param {string} id */
  async choose(device, id) {
    this.chosen[device] = id;
    try {
      localStorage.setItem(memory, JSON.stringify(this.chosen));
    } catch {
      // A browser without storage forgets the choice; it holds for this page.
    }
    if (device !== "speaker") {
      this.tracks[device]?.stop();
      this.tracks[device] = null;
      await this.openOne(device);
    }
    this.changed();
  }

  /** @returns {Promise<MediaDeviceInfo[]>} */
  async list() {
    const found = await navigator.mediaDevices?.enumerateDevices?.().catch(() => []) ?? [];
    return found.filter((device) => device.deviceId !== "" || device.label !== "");
  }

  /**
   * What the server is told about each device: busy counts as none.
   * @param {Device} device
   */
  report(device) {
    const state = this.states[device];
    return state === "busy" || state === "unknown" ? "none" : state;
  }

  close() {
    for (const device of /** @type {Device[]} */ (["camera", "microphone"])) {
      this.tracks[device]?.stop();
      this.tracks[device] = null;
    }
    this.changed();
  }
}

/** @returns {{camera?: string, microphone?: string, speaker?: string}} */
function recall() {
  try {
    return JSON.parse(localStorage.getItem(memory) ?? "{}");
  } catch {
    return {};
  }
}
