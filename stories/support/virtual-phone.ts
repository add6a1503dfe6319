import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { readArguments } from "../../apps/server/src/commands/arguments.ts";
import { phoneCommand, phoneOptions } from "../../apps/server/src/phone/command.ts";

/** A phone without a screen: the same command as `aval phone`, run in this process, so that four people cost a story little. */
export type VirtualPhone = {
  readonly enrol: (nationalId: string, code: string) => Promise<void>;
  /** Claims what a sign-in page shows, as programs read it. A story about scanning reads pixels instead. */
  readonly scan: (page: Page) => Promise<void>;
  /** The same, whatever comes of it: the code of the refusal, if it is one. */
  readonly claims: (page: Page) => Promise<string | undefined>;
  /** `aval phone <words> --json`, with this phone's state. */
  readonly ask: <T>(...words: readonly string[]) => Promise<T>;
};

/** `state`: its file. */
export function virtualPhone(loginOrigin: string, state: string): VirtualPhone {
  const run = async (given: readonly string[]) => {
    let said = "";
    const argv = [...given, "--state", state, "--json"];
    const { values, words } = readArguments(argv, phoneOptions, Number.POSITIVE_INFINITY);
    const status = await phoneCommand(values, words, {
      stdout: { write: (text) => (said += text) },
      stderr: { write: () => undefined },
      stdin: (async function* () {})(),
      env: { AVAL_PORT: new URL(loginOrigin).port },
    });
    return { status, said };
  };
  const ask = async <T>(...words: readonly string[]): Promise<T> => {
    const { status, said } = await run(words);
    assert.equal(status, 0, `aval phone ${words.join(" ")}: ${said}`);
    return JSON.parse(said) as T;
  };
  /** On a busy machine a frame may be too old when it is read; a phone too reads the next one then. */
  const claim = async (page: Page) => {
    for (let attempt = 0; attempt < 10; attempt++) {
      const claimed = await run(["scan", "--frame", await frameOn(page)]);
      if (claimed.status === 0 || !claimed.said.includes("frame_refused")) return claimed;
    }
    return assert.fail("every frame was too old");
  };
  return {
    ask,
    enrol: async (nationalId, code) => {
      const enrolled = await ask<{ state: string }>("enrol", "--as", nationalId, "--pin", code);
      assert.equal(enrolled.state, "active");
    },
    scan: async (page) => {
      const { status, said } = await claim(page);
      assert.equal(status, 0, said);
    },
    claims: async (page) => (JSON.parse((await claim(page)).said) as { error?: string }).error,
  };
}

async function frameOn(page: Page): Promise<string> {
  const shown = page.locator("[data-aval-frame]").first();
  await shown.waitFor({ state: "attached" });
  return (await shown.getAttribute("data-aval-frame")) as string;
}
