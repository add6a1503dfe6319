import { type FileHandle, open } from "node:fs/promises";
import type { Locator } from "playwright-core";
import { type Picture, readPng } from "./png.ts";

/**
 * The camera of a test phone: a small `.y4m` film of one picture, rewritten in place while Chromium plays it over and
 * over. What it films is the pixels of the computer's window and nothing else: no attribute of the page, no text.
 *
 * A picture read while it is being written is torn; like a blurred one, it decodes to nothing and the next is taken.
 */
const width = 640;
const height = 480;
const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
const frameHead = Buffer.from("FRAME\n");
const lumaAt = head.length + frameHead.length;

export type Camera = {
  readonly file: string;
  /** Films this part of a window until told otherwise. */
  readonly pointAt: (target: Locator) => void;
  /** Films a grey wall. */
  readonly lookAway: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function createCamera(file: string): Promise<Camera> {
  const film = await open(file, "w+");
  const chroma = Buffer.alloc((width * height) / 2, 128);
  await film.write(Buffer.concat([head, frameHead, wall(), chroma]), 0);
  let filming: AbortController | undefined;
  let lastShot: Promise<void> = Promise.resolve();

  const stop = async () => {
    filming?.abort();
    filming = undefined;
    await lastShot;
  };

  return {
    file,
    pointAt: (target) => {
      filming?.abort();
      filming = new AbortController();
      lastShot = keepFilming(film, target, filming.signal);
    },
    lookAway: async () => {
      await stop();
      await film.write(wall(), 0, undefined, lumaAt);
    },
    close: async () => {
      await stop();
      await film.close();
    },
  };
}

async function keepFilming(film: FileHandle, target: Locator, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const shot = await shoot(target);
    if (shot && !stopped.aborted) await film.write(onSensor(shot), 0, undefined, lumaAt);
    // Two pictures a frame of the animated QR and some: more would only starve a small machine.
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What the window shows there now; nothing while the page is between two states or gone. */
async function shoot(target: Locator): Promise<Picture | undefined> {
  try {
    const box = await target.boundingBox({ timeout: 500 });
    if (!box) return undefined;
    const margin = 16;
    const clip = {
      x: Math.max(0, box.x - margin),
      y: Math.max(0, box.y - margin),
      width: box.width + 2 * margin,
      height: box.height + 2 * margin,
    };
    return readPng(await target.page().screenshot({ clip, type: "png", timeout: 2000 }));
  } catch {
    return undefined;
  }
}

function wall(): Buffer {
  return Buffer.alloc(width * height, 200);
}

/** The picture as large as the sensor allows, its proportions kept, in the middle of a grey wall. */
function onSensor(picture: Picture): Buffer {
  const sensor = wall();
  const scale = Math.min(width / picture.width, height / picture.height);
  const [w, h] = [Math.floor(picture.width * scale), Math.floor(picture.height * scale)];
  const [left, top] = [(width - w) >> 1, (height - h) >> 1];
  for (let y = 0; y < h; y++) {
    const from = Math.floor(y / scale) * picture.width;
    for (let x = 0; x < w; x++) {
      sensor[(top + y) * width + left + x] = picture.luma[from + Math.floor(x / scale)] as number;
    }
  }
  return sensor;
}
