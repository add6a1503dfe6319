import assert from "node:assert/strict";
import { test } from "node:test";
import { Halt } from "#platform/halt";
import { seededRandom } from "#platform/testing";
import { decrypted, encrypted, isEncrypted } from "./envelope.ts";

const passphrase = "correct horse battery staple";
const random = seededRandom("envelope");
/** The real cost is half a second a file. */
const weak = { N: 2, r: 8, p: 1 };

async function* given(...chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const sealed = (clear: Buffer) => all(encrypted(given(clear), passphrase, random, weak));

test("what was encrypted comes back whole, whatever its length and however it arrives", async () => {
  for (const length of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
    const clear = Buffer.from(random.bytes(length));
    const file = await sealed(clear);
    assert.ok(isEncrypted(file));
    const inTwo = given(file.subarray(0, 13), file.subarray(13));
    assert.deepEqual(await all(decrypted(inTwo, passphrase, weak)), clear, `${length}`);
  }
});

test("a byte changed, a piece dropped, swapped or cut off, another passphrase: nothing passes for the backup", async () => {
  const clear = Buffer.from(random.bytes(150_000));
  const file = await sealed(clear);
  const piece = 65_536 + 16;
  const header = file.subarray(0, 31);
  const [first, second, third] = [0, 1, 2].map((n) =>
    file.subarray(31 + n * piece, 31 + (n + 1) * piece),
  ) as [Buffer, Buffer, Buffer];
  const refused = async (bytes: Buffer, by = passphrase) =>
    assert.rejects(all(decrypted(given(bytes), by, weak)), Halt);

  for (const at of [9, 25, 40, 31 + piece + 5, file.length - 1]) {
    const changed = Buffer.from(file);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await refused(changed);
  }
  await refused(Buffer.concat([header, first, third]));
  await refused(Buffer.concat([header, second, first, third]));
  await refused(Buffer.concat([header, first, second]));
  await refused(file.subarray(0, 31));
  await refused(file.subarray(0, 12));
  await refused(Buffer.concat([file, third]));
  await refused(file, "another passphrase, longer");
});
