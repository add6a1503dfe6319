import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

/** Presses what downloads, and gives the bytes of what came. */
export async function downloaded(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const coming = page.waitForEvent("download");
  await press();
  const came = await coming;
  assert.match(came.suggestedFilename(), /\.pdf$/);
  return readFile(await came.path());
}

const library = fileURLToPath(import.meta.resolve("unpdf/pdfjs"));
const at = "http://pages.localhost";

/** Draws the pages of a PDF in this browser, one under the other, and says how much of each has ink on it. */
export async function drawPdf(page: Page, pdf: Buffer): Promise<readonly number[]> {
  const answers: Readonly<Record<string, { contentType: string; body: string | Buffer }>> = {
    "/": { contentType: "text/html", body: "<!doctype html><title>PDF</title><body>" },
    "/pdf.js": { contentType: "text/javascript", body: await readFile(library) },
    "/file": { contentType: "application/pdf", body: pdf },
  };
  await page.route(`${at}/**`, (route) => {
    const answer = answers[new URL(route.request().url()).pathname];
    return answer ? route.fulfill(answer) : route.fulfill({ status: 204 });
  });
  await page.goto(`${at}/`);
  return page.evaluate(async () => {
    const library = "/pdf.js";
    const { getDocument } = (await import(library)) as {
      getDocument(of: object): { promise: Promise<PdfPages> };
    };
    const pdf = await getDocument({ url: "/file" }).promise;
    const inked: number[] = [];
    for (let number = 1; number <= pdf.numPages; number++) {
      const one = await pdf.getPage(number);
      const viewport = one.getViewport({ scale: 1.25 });
      const canvas = document.createElement("canvas");
      canvas.width = viewport.width;
      canvas.height = viewport.height;
      document.body.append(canvas);
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      await one.render({ canvas, canvasContext: context, viewport }).promise;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) dark++;
      inked.push(dark / (data.length / 4));
    }
    return inked;
  });
}

type PdfPages = {
  readonly numPages: number;
  getPage(number: number): Promise<{
    getViewport(of: { scale: number }): { width: number; height: number };
    render(of: object): { promise: Promise<void> };
  }>;
};
