import assert from "node:assert/strict";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { testFolder } from "./folder.ts";

let memory: string;
before(async () => {
  memory = await mkdtemp(join(tmpdir(), "aval-memory-"));
});
after(() => rm(memory, { recursive: true, force: true }));

test("two checkouts have two folders, and one has the same at each asking", () => {
  const own = testFolder("/one", memory);
  assert.equal(testFolder("/one", memory), own);
  assert.notEqual(testFolder("/two", memory), own);
});

test("without a memory to write in, the checkout's own cache", () => {
  assert.equal(testFolder("/one", join(memory, "absent")), join("/one", ".cache", "test-postgres"));
});

test("what somebody else put under our name is not taken", async (t) => {
  const ours = testFolder("/one", memory);
  if (!ours.startsWith(memory))
    return t.skip("this machine's temporary folder is too small, or has no users");
  await symlink(tmpdir(), ours);
  assert.equal(testFolder("/one", memory), join("/one", ".cache", "test-postgres"));
});
