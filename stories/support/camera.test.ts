import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { renderSVG } from "uqr";
import { launchChromium } from "./browser.ts";
import { createCamera } from "./camera.ts";

/** The length of a frame of Aval: what the camera must be able to read. */
const text = (number: number) =>
  `AVAL1.apr_0123456789abcdefghjkmnpqrs.${number}.abcdefghijklmnopqrstuv`;

const screenPage = `<!doctype html><body style="margin:40px"><div id="qr" style="width:280px;height:280px"></div>`;
const phonePage = `<!doctype html><video muted playsinline></video><script src="/jsqr.js"></script>`;

test("the fake camera sees each picture that the computer's window shows", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "aval-camera-"));
  const decoder = await readFile(fileURLToPath(import.meta.resolve("jsqr")));
  const server = createServer((request, response) => {
    const isScript = request.url === "/jsqr.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? decoder : request.url === "/phone" ? phonePage : screenPage);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://phone.localhost:${(server.address() as AddressInfo).port}`;
  const camera = await createCamera(join(folder, "camera.y4m"));
  const computer = await launchChromium();
  const phone = await launchChromium({ camera: camera.file });
  t.after(async () => {
    await camera.close();
    await Promise.all([computer.close(), phone.close()]);
    server.close();
    await rm(folder, { recursive: true });
  });

  const screen = await computer.newPage();
  await screen.goto(origin);
  const eye = await (await phone.newContext({ permissions: ["camera"] })).newPage();
  await eye.goto(`${origin}/phone`);
  await eye.evaluate(async () => {
    const video = document.querySelector("video") as HTMLVideoElement;
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
    await video.play();
  });
  camera.pointAt(screen.locator("#qr"));

  for (const number of [1, 2, 3]) {
    const svg = renderSVG(text(number), { ecc: "M" });
    await screen.locator("#qr").evaluate((place, drawn) => {
      place.innerHTML = drawn;
    }, svg);
    const read = await eye.waitForFunction(
      (wanted) => {
        const video = document.querySelector("video") as HTMLVideoElement;
        const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
        const drawing = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
        drawing.drawImage(video, 0, 0);
        const { data, width, height } = drawing.getImageData(
          0,
          0,
          video.videoWidth,
          video.videoHeight,
        );
        const decode = (globalThis as unknown as { jsQR: typeof import("jsqr").default }).jsQR;
        const found = decode(data, width, height)?.data;
        return found === wanted ? found : undefined;
      },
      text(number),
      { polling: 100, timeout: 10_000 },
    );
    assert.equal(await read.jsonValue(), text(number));
  }
});
