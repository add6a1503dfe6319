import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildApplication, withoutScript } from "./drawn.ts";
import { computer, phone } from "./walk.ts";
import { walkThroughWritten } from "./walk-through.ts";
import { writtenPages } from "./written/pages.ts";

test("every page that a server writes, in every state and both languages, can be read, reached and heard", async () => {
  const css = await readFile(fileURLToPath(import.meta.resolve("@aval/design/aval.css")), "utf8");
  await walkThroughWritten({
    part: "page",
    wall: writtenPages,
    styles: new Map([["/assets/aval.css", css]]),
    machine: computer,
  });
});

for (const [application, machine] of [
  ["login", computer],
  ["account", computer],
  ["console", computer],
  ["phone", phone],
] as const) {
  test(`without script, the page of the ${application} says what to do, and can be read, reached and heard`, async () => {
    const folder = await buildApplication(application);
    const page = await withoutScript(folder);
    await walkThroughWritten({
      part: `no-script-${application}`,
      wall: { page: { "": () => page } },
      folder,
      machine,
      spoken: ["fr"],
      isTitledByState: false,
    });
  });
}
