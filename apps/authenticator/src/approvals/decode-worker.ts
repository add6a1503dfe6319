import jsqr from "jsqr";

/** One picture to read, numbered: the answer repeats the number. RGBA, four bytes a pixel. */
export type Picture = {
  readonly number: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
};
export type Reading = { readonly number: number; readonly text: string | undefined };

// jsQR is plain JavaScript: the page's policy allows no WebAssembly.
addEventListener("message", ({ data }: MessageEvent<Picture>) => {
  const found = jsqr.default(data.pixels, data.width, data.height, {
    inversionAttempts: "dontInvert",
  });
  const reading: Reading = { number: data.number, text: found?.data || undefined };
  postMessage(reading);
});
