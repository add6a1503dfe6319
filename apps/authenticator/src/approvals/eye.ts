import type { Decoder } from "./decoder.ts";

/**
 * The phone's eye: the camera, or in the sandbox a shared screen, looked at until somebody closes it.
 *
 * The picture goes to the decoder and to the viewfinder and nowhere else.
 */
export type Eye = {
  /** What the scan screen shows. */
  readonly video: HTMLVideoElement;
  /** Makes the decoder ready, so that the first picture does not wait for it. */
  readonly prepare: () => void;
  readonly open: (source: EyeSource) => void;
  readonly close: () => void;
  readonly torch: (on: boolean) => void;
};
export type EyeSource = "camera" | "display";

export type EyeReports = {
  readonly opened: (torch: boolean) => void;
  readonly failed: (why: "forbidden" | "absent" | "in_use") => void;
  readonly seen: (text: string) => void;
};

/** Between two looks of the camera: well under the second a frame lives. */
const pauseMs = 90;
const longestSide = { camera: 960, display: 1920 } as const;

type TorchTrack = { readonly getCapabilities?: () => { readonly torch?: boolean } };
type FrameReader = { readable: ReadableStream<VideoFrame> };
type FrameReaderClass = new (options: {
  track: MediaStreamTrack;
  maxBufferSize: number;
}) => FrameReader;

export function createEye(decoder: () => Promise<Decoder>, reports: EyeReports): Eye {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.setAttribute("aria-hidden", "true");
  let opening = 0;
  let stream: MediaStream | undefined;

  const close = () => {
    opening++;
    stopAll(stream);
    stream = undefined;
    video.srcObject = null;
  };

  const open = async (source: EyeSource) => {
    close();
    const turn = opening;
    const isOpen = () => turn === opening;
    try {
      // Called before any wait: a browser shares a screen only in answer to a tap.
      const asking = source === "camera" ? askCamera() : askDisplay();
      const [reader, granted] = await Promise.all([decoder(), asking]);
      if (!isOpen()) return stopAll(granted);
      stream = granted;
      const [track] = granted.getVideoTracks();
      track?.addEventListener(
        "ended",
        () => isOpen() && reports.failed(source === "camera" ? "in_use" : "forbidden"),
      );
      video.srcObject = granted;
      await video.play();
      if (!isOpen()) return;
      reports.opened((track as TorchTrack | undefined)?.getCapabilities?.().torch === true);
      await look(source, track, reader, isOpen);
    } catch (thrown) {
      if (isOpen()) reports.failed(reasonOf(thrown));
    }
  };

  const look = async (
    source: EyeSource,
    track: MediaStreamTrack | undefined,
    reader: Decoder,
    isOpen: () => boolean,
  ) => {
    const tell = (text: string | undefined) => {
      if (text && isOpen()) reports.seen(text);
    };
    const Frames = (globalThis as { MediaStreamTrackProcessor?: FrameReaderClass })
      .MediaStreamTrackProcessor;
    if (source === "display" && Frames && track) {
      // A shared tab comes to the front and hides this one, whose timers then sleep; its frames still arrive.
      const frames = new Frames({ track, maxBufferSize: 1 }).readable.getReader();
      while (isOpen()) {
        const { value: frame, done } = await frames.read();
        if (done) return;
        tell(await reader.read(frame, longestSide.display).finally(() => frame.close()));
      }
      return;
    }
    while (isOpen()) {
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA)
        tell(await reader.read(video, longestSide[source]));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };

  return {
    video,
    prepare: () => void decoder().catch(() => undefined),
    open: (source) => void open(source),
    close,
    torch: (on) => {
      const track = stream?.getVideoTracks()[0];
      void track
        ?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
        .catch(() => {});
    },
  };
}

function stopAll(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

async function askCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("no camera", "NotFoundError");
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
  });
}

type Controller = { setFocusBehavior: (behaviour: "focus-capturing-application") => void };

async function askDisplay(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getDisplayMedia)
    throw new DOMException("no screen sharing", "NotFoundError");
  const Control = (globalThis as { CaptureController?: new () => Controller }).CaptureController;
  const controller = Control && new Control();
  const options = { audio: false, video: { frameRate: 10 }, ...(controller ? { controller } : {}) };
  const stream = await navigator.mediaDevices.getDisplayMedia(options as DisplayMediaStreamOptions);
  try {
    // The request appears here: stay in front. Refused when a whole screen was chosen, and then there is no need.
    controller?.setFocusBehavior("focus-capturing-application");
  } catch {}
  return stream;
}

function reasonOf(thrown: unknown): "forbidden" | "absent" | "in_use" {
  const name = thrown instanceof DOMException ? thrown.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "forbidden";
  return name === "NotReadableError" || name === "AbortError" ? "in_use" : "absent";
}
