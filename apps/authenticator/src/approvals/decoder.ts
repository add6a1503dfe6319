import type { Picture, Reading } from "./decode-worker.ts";

/** What a picture is drawn from: the camera's video element, or one frame of a shared screen. */
export type PictureSource = HTMLVideoElement | VideoFrame;

/** Reads the QR code in a picture, if there is one. One picture at a time. */
export type Decoder = {
  readonly read: (source: PictureSource, longestSide: number) => Promise<string | undefined>;
  readonly close: () => void;
};

type Detector = { detect: (source: PictureSource) => Promise<{ rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  readonly getSupportedFormats: () => Promise<readonly string[]>;
};

/** The platform's own decoder where it reads QR codes; else jsQR in a worker, so that the picture on screen never stutters. */
export async function createDecoder(startWorker: () => Worker): Promise<Decoder> {
  const Native = (globalThis as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const formats = await Native?.getSupportedFormats().catch((): readonly string[] => []);
  return Native && formats?.includes("qr_code")
    ? nativeDecoder(new Native({ formats: ["qr_code"] }))
    : workerDecoder(startWorker());
}

function nativeDecoder(detector: Detector): Decoder {
  return {
    read: async (source) =>
      (await detector.detect(source).catch(() => []))[0]?.rawValue || undefined,
    close: () => {},
  };
}

function workerDecoder(worker: Worker): Decoder {
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  let number = 0;

  const ask = (picture: Picture) =>
    new Promise<string | undefined>((resolve) => {
      const listen = ({ data }: MessageEvent<Reading>) => {
        if (data.number !== picture.number) return;
        worker.removeEventListener("message", listen);
        resolve(data.text);
      };
      worker.addEventListener("message", listen);
      worker.postMessage(picture, [picture.pixels.buffer]);
    });

  return {
    read: async (source, longestSide) => {
      const size = sizeOf(source, longestSide);
      if (!drawing || !size) return undefined;
      canvas.width = size.width;
      canvas.height = size.height;
      drawing.drawImage(source, 0, 0, size.width, size.height);
      const { data, width, height } = drawing.getImageData(0, 0, size.width, size.height);
      return ask({
        number: ++number,
        pixels: data as Uint8ClampedArray<ArrayBuffer>,
        width,
        height,
      });
    },
    close: () => worker.terminate(),
  };
}

/** The picture's size, made smaller where it is larger than the decoder needs: its time grows with the area. */
function sizeOf(
  source: PictureSource,
  longestSide: number,
): { width: number; height: number } | undefined {
  const [width, height] =
    "videoWidth" in source
      ? [source.videoWidth, source.videoHeight]
      : [source.displayWidth, source.displayHeight];
  if (width === 0 || height === 0) return undefined;
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
