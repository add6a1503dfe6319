import {
  type Driven,
  type ForeignClient,
  type Held,
  type StepName,
  type StepResult,
  stepNames,
} from "./client.ts";
import { claimsOf, judgeIdToken, judgeRefresh, judgeSignOut, judgeUserinfo } from "./judge.ts";
import type { Deployment, World } from "./world.ts";

/** What became of one client. */
export type Outcome = {
  readonly name: string;
  /** Empty when it is not installed. */
  readonly version: string;
  readonly status: "passed" | "failed" | "not installed";
  readonly why?: string;
  readonly steps: Readonly<Record<StepName, StepResult>>;
  /** What else it did, each well: one that goes wrong makes the client fail. */
  readonly more: readonly string[];
};

const everyStep = (result: StepResult) =>
  Object.fromEntries(stepNames.map((name) => [name, result])) as Record<StepName, StepResult>;

/** Runs one client through its steps. `tell` is given what it is at. Throws nothing: what goes wrong is the outcome. */
export async function runClient(
  client: ForeignClient,
  open: () => Promise<Deployment>,
  tell: (step: string) => void,
): Promise<Outcome> {
  const version = await client.version();
  if (version === undefined) {
    const why = `install it with: ${client.install}`;
    return {
      name: client.name,
      version: "",
      status: "not installed",
      why,
      steps: everyStep("not offered"),
      more: [],
    };
  }
  const steps = everyStep("failed");
  const more: string[] = [];
  let at = "start";
  let driven: Driven | undefined;
  try {
    const deployment = await open();
    const world = await deployment.worldOf(client);
    driven = await client.start(world);
    const acts = actsOf(driven, deployment, world);
    for (const name of stepNames) {
      if (name === "sign-out") {
        for (const [extra, act] of Object.entries(driven.more ?? {})) {
          at = extra;
          tell(at);
          await act();
          more.push(extra);
        }
      }
      at = name;
      tell(at);
      steps[name] = (await acts[name]()) ? "passed" : "not offered";
    }
    return { name: client.name, version, status: "passed", steps, more };
  } catch (fault) {
    return {
      name: client.name,
      version,
      status: "failed",
      why: `${at}: ${sentenceOf(fault)}`,
      steps,
      more,
    };
  } finally {
    await driven?.close().catch(() => undefined);
  }
}

/** Each step with its judgement; false when the client has none. */
function actsOf(
  driven: Driven,
  { issuer, keys, userinfoStatus, closedReason }: Deployment,
  { nationalId, credentials }: World,
): Readonly<Record<StepName, () => Promise<boolean>>> {
  let held: Held = { accessToken: "", idToken: "" };
  return {
    "sign-in": async () => {
      held = await driven.signIn();
      const { clientId } = credentials;
      const expected = { issuer, clientId, nationalId, keys: await keys() };
      judgeIdToken(held.idToken, held.accessToken, expected);
      return true;
    },
    refresh: async () => {
      if (!driven.refresh) return false;
      const accessToken = await driven.refresh();
      judgeRefresh(held.accessToken, accessToken, await userinfoStatus(accessToken));
      held = { ...held, accessToken };
      return true;
    },
    userinfo: async () => {
      if (!driven.userinfo) return false;
      judgeUserinfo(await driven.userinfo(), nationalId);
      return true;
    },
    "sign-out": async () => {
      if (!driven.signOut) return false;
      await driven.signOut();
      const session = claimsOf(held.idToken)["sid"];
      judgeSignOut(await userinfoStatus(held.accessToken), await closedReason(session));
      return true;
    },
  };
}

/** A fault in one line: what it says, and what lies under it. */
function sentenceOf(fault: unknown): string {
  const sentences: string[] = [];
  for (let one = fault; one instanceof Error && sentences.length < 3; one = one.cause)
    sentences.push(one.message);
  return (sentences.join(": ") || JSON.stringify(fault) || String(fault))
    .replaceAll(/\s+/g, " ")
    .slice(0, 500);
}
