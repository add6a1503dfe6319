import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { askToSignIn } from "../support/computer.ts";
import { startWorld } from "../support/world.ts";

test("the phone page can be installed: manifest, icons, a worker that answers without a network", async () => {
  const world = await startWorld("installable");
  const { page, context } = await world.openPhone();
  await page.goto(world.server.authenticator);
  await page.evaluate(() => navigator.serviceWorker.ready);

  const debug = await context.newCDPSession(page);
  const found = await debug.send("Page.getAppManifest");
  assert.deepEqual(found.errors, []);
  const manifest = JSON.parse(found.data ?? "") as Manifest;
  assert(manifest.name && manifest.short_name);
  assert.equal(manifest.display, "standalone");
  assert(
    new URL(manifest.start_url, page.url()).href.startsWith(
      new URL(manifest.scope, page.url()).href,
    ),
  );
  for (const size of [192, 512]) {
    const icon = manifest.icons.find(
      ({ sizes, type, purpose }) =>
        sizes === `${size}x${size}` && type === "image/png" && purpose !== "maskable",
    );
    assert(icon, `an icon of ${size} pixels`);
    assert.deepEqual(await sizeOf(page, icon.src), [size, size]);
  }
  assert(manifest.icons.some(({ purpose }) => purpose === "maskable"));

  await page.reload();
  assert(
    await page.evaluate(() => navigator.serviceWorker.controller !== null),
    "the worker controls the page",
  );
  await context.setOffline(true);
  await page.reload();
  await page.getByRole("heading", { level: 1 }).waitFor();
});

test("no page of Aval runs what it was not built with", async () => {
  const world = await startWorld("strict-pages");
  const phone = await world.openPhone();
  const phonePage = await phone.page.goto(world.server.authenticator);
  const computer = await world.openComputer();
  const loginPage = computer.page.waitForResponse(
    (answer) => /\/login\/[^/]+$/.test(answer.url()) && answer.request().isNavigationRequest(),
  );
  await askToSignIn(computer.page, world.server.register);

  for (const [answer, window] of [
    [phonePage, phone],
    [await loginPage, computer],
  ] as const) {
    const policy = answer?.headers()["content-security-policy"] ?? "";
    for (const rule of [
      "default-src 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      assert(policy.includes(rule), `${answer?.url()}: ${rule} in ${policy}`);
    }
    // The sandbox's simulator frames its own phones.
    assert.match(policy, /frame-ancestors '(none|self)'/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.deepEqual(await tryInjecting(window.page, world.server.register), {
      html: "TypeError",
      inline: false,
      evaluated: "EvalError",
      foreign: false,
    });
    window.forgive();
  }
});

type Manifest = {
  readonly name: string;
  readonly short_name: string;
  readonly display: string;
  readonly start_url: string;
  readonly scope: string;
  readonly icons: readonly {
    readonly src: string;
    readonly sizes: string;
    readonly type: string;
    readonly purpose?: string;
  }[];
};

async function sizeOf(page: Page, src: string): Promise<[number, number]> {
  return page.evaluate(async (address) => {
    const picture = await createImageBitmap(await (await fetch(address)).blob());
    return [picture.width, picture.height] as [number, number];
  }, src);
}

/** What an injected script would try first. `neighbour`: an address that would answer. */
async function tryInjecting(page: Page, neighbour: string) {
  return page.evaluate(async (elsewhere) => {
    const failing = (act: () => unknown) => {
      try {
        act();
        return "ran";
      } catch (error) {
        return (error as Error).name;
      }
    };
    const html = failing(() => {
      document.body.innerHTML = "<img src=x onerror=alert(1)>";
    });
    const script = document.createElement("script");
    failing(() => script.append("globalThis.wasInline = true"));
    document.body.append(script);
    // Out of the debugger's own call, whose evaluations no policy concerns.
    const evaluated = await new Promise((resolve) => {
      // biome-ignore lint/security/noGlobalEval: what the policy must refuse.
      setTimeout(() => resolve(failing(() => globalThis.eval("1"))));
    });
    const foreign = await fetch(elsewhere, { mode: "no-cors" }).then(
      () => true,
      () => false,
    );
    return { html, inline: "wasInline" in globalThis, evaluated, foreign };
  }, neighbour);
}
