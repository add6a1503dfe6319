import assert from "node:assert/strict";
import { test } from "node:test";
import type { EnrolmentId, EnrolmentStatus } from "@aval/protocol";
import { type AppEvent, type Screen, step } from "../state.ts";
import { model } from "../testing/events.ts";
import { walletWho } from "./state.ts";

const returned = `wlr_${"0".repeat(26)}.${"A".repeat(22)}`;
const next = (screen: Screen, event: AppEvent) => step(model(screen), event);
const status = (state: EnrolmentStatus["state"]): AppEvent => ({
  event: "enrolment_known",
  status: { enrolment: "enr_0" as EnrolmentId, device: "dev_0", state } as EnrolmentStatus,
});

test("only what can be an identifier is asked with, without the spaces people put in it", () => {
  const empty = next(walletWho, { event: "wallet_asked", nationalId: "  " });
  assert.deepEqual([empty.run, (empty.model.screen as typeof walletWho).slip], [[], true]);
  const { run } = next(walletWho, { event: "wallet_asked", nationalId: "8 99700000013" });
  assert.deepEqual(run, [{ command: "ask_wallet", nationalId: "899700000013" }]);
  assert.deepEqual(
    next({ ...walletWho, busy: "asking" }, { event: "wallet_asked", nationalId: "899700000013" })
      .run,
    [],
  );
});

test("what a wallet sends back is taken by a phone that asked to be added, and ended anywhere else", () => {
  const here = next({ at: "welcome" }, { event: "wallet_returned", returned, isOurs: true });
  assert.deepEqual(here.run, [{ command: "take_wallet", returned }]);
  const home: Screen = { at: "home", opening: false, waiting: undefined };
  const elsewhere = next(home, { event: "wallet_returned", returned, isOurs: false });
  assert.equal(elsewhere.model.screen.at, "wallet-foreign");
  assert.deepEqual(elsewhere.run, [{ command: "end_wallet", returned }]);
});

test("an older answer about the enrolment does not hide what the wallet's came to", () => {
  const back: Screen = { at: "wallet-back", trouble: undefined };
  assert.equal(next(back, status("requested")).model.screen.at, "wallet-back");
  assert.equal(next(back, status("cooling")).model.screen.at, "waiting");
  const trouble = { kind: "offline" } as const;
  const failed = next(back, { event: "wallet_failed", trouble });
  assert.deepEqual(failed.model.screen, { at: "wallet-back", trouble });
});
