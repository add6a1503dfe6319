import assert from "node:assert/strict";
import { test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, question } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("an old telephone on a slow network signs in by scanning, and is told what it waits for", async (t) => {
  const world = await startWorld("slow-network");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  await slow(phone.context, phone.page);

  const clock = stopwatch();
  await phone.page.reload();
  await heading(phone.page, "Votre accès est protégé.");
  clock.lap("page opened again");
  await tap(phone.page, "Scanner pour me connecter");
  await sees(phone.page, "L'appareil photo cherche un code.");
  clock.lap("camera open");
  // Not before: a code in sight is read at once, and what is said meanwhile is gone.
  phone.camera.pointAt(computer.page.getByRole("img", { name: /^Code à scanner/ }));
  await question(phone.page);
  clock.lap("scan to context");
  await phone.camera.lookAway();

  await answerWith(phone.page, code);
  await sees(phone.page, "Votre code est vérifié…");
  clock.lap("code taken");
  await heading(phone.page, /^C'est accepté/);
  clock.lap("code to answer");
  await heading(computer.page, new RegExp(`${pharmacist.name}$`));
  clock.lap("answer to register");
  // Said, not held: the machine that runs this is of any speed.
  for (const [what, seconds] of clock.laps) t.diagnostic(`${what}: ${seconds.toFixed(1)} s`);
});

/** A processor six times slower than this one, 400 kbit/s and 400 ms a way and back: 3G on the edge of a cell. */
async function slow(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 400,
    downloadThroughput: 50_000,
    uploadThroughput: 50_000,
  });
}

function stopwatch() {
  let last = performance.now();
  const laps: [string, number][] = [];
  return {
    laps,
    lap: (what: string) => {
      const now = performance.now();
      laps.push([what, (now - last) / 1000]);
      last = now;
    },
  };
}
