import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { freePorts } from "./ports.ts";

const program = `
  import { freePorts } from ${JSON.stringify(import.meta.resolve("./ports.ts"))};
  const found = [];
  for (let turn = 0; turn < 100; turn++) found.push(await freePorts(20));
  console.log(JSON.stringify(found));
  await new Promise((resolve) => process.stdin.on("data", resolve));
  process.exit();
`;

/** Two hundred tens each, of twelve hundred: of ports only looked at, some would be given twice. */
test("ports that one process was given are given to no other while it lives, though nobody listens to them", async () => {
  const children = [1, 2].map(() =>
    spawn(process.execPath, ["--input-type=module", "--eval", program], {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  const given = await Promise.all(
    children.map(async (child) => {
      const [text] = (await once(child.stdout, "data")) as [Buffer];
      return JSON.parse(text.toString()) as number[];
    }),
  );
  const all = given.flat().flatMap((first) => [first, first + 10]);
  assert.equal(all.length, 400);
  assert.equal(new Set(all).size, all.length);
  for (const child of children) {
    child.stdin.write("\n");
    await once(child, "exit");
  }
});

test("they can be listened to", async () => {
  const first = await freePorts(10);
  const server = createServer().listen(first + 9, "127.0.0.1");
  await once(server, "listening");
  server.close();
});
