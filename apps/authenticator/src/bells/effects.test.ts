import assert from "node:assert/strict";
import { test } from "node:test";
import type { PhoneIdentity } from "@aval/protocol";
import type { AppEvent } from "../state.ts";
import { type BellDeps, runBells } from "./effects.ts";
import type { Push } from "./push.ts";
import type { BellCommand, PushPermission } from "./request.ts";

const address = { endpoint: "https://push.example/1", p256dh: "BKey", auth: "auth", key: "kid" };

/** Runs a command on a phone whose browser is as told; gives what was said to the server, and what came of it. */
async function ran(command: BellCommand["command"], browser: Partial<Push> = {}) {
  const said: string[] = [];
  const events: AppEvent[] = [];
  const say = (name: string, answer: unknown) => async () => {
    said.push(name);
    return answer;
  };
  const phone = {
    pushKey: async () => ({ key: "kid", applicationServerKey: "BServer" }),
    pushState: say("state", {}),
    subscribePush: say("subscribe", { at: 1 }),
    unsubscribePush: say("unsubscribe", {}),
    testPush: say("test", { id: "tst_1" }),
  } as unknown as BellDeps["phone"];
  const push: Push = {
    permission: () => "allowed",
    ask: async () => "allowed",
    isSubscribed: async () => true,
    subscribe: async () => address,
    unsubscribe: async () => {
      said.push("browser lets go");
    },
    ...browser,
  };
  const identity = async () => ({}) as PhoneIdentity;
  // The push service has had all the time there is: only what hangs loses the race.
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 50));
  const deps: BellDeps = { phone, identity, push, pause, dispatch: (event) => events.push(event) };
  await runBells(deps, { command } as BellCommand);
  return { said, events: events.map(({ event }) => event) };
}

test("a test is asked for once the server knows where to ring", async () => {
  assert.deepEqual(await ran("try_push"), {
    said: ["subscribe", "test"],
    events: ["push_known", "trial_sent"],
  });
});

test("with the browser's push service dead or hanging the page says so, and asks the server for nothing", async () => {
  const dead = async () => {
    throw new DOMException("Registration failed", "AbortError");
  };
  const hanging = () => new Promise<never>(() => {});
  for (const subscribe of [dead, hanging])
    for (const command of ["try_push", "allow_push"] as const) {
      const { said, events } = await ran(command, { subscribe });
      assert.deepEqual(said, []);
      assert.ok(events.includes("push_unreachable"), command);
    }
});

test("a permission that was not given subscribes to nothing", async () => {
  for (const given of ["refused", "unasked"] satisfies PushPermission[])
    assert.deepEqual(await ran("allow_push", { ask: async () => given }), {
      said: [],
      events: ["push_seen"],
    });
});

test("an address is told again when the page opens, where there is one, and silently", async () => {
  assert.deepEqual((await ran("renew_push")).said, ["subscribe"]);
  const none = await ran("renew_push", { isSubscribed: async () => false });
  assert.deepEqual(none, { said: [], events: [] });
});

test("whoever wants no notification any more is let go by the browser and by the server", async () => {
  assert.deepEqual(await ran("stop_push"), {
    said: ["browser lets go", "unsubscribe"],
    events: ["push_known"],
  });
});
