import { setTimeout as delay } from "node:timers/promises";
import {
  createPhone,
  type EnrolmentStatus,
  letterIn,
  letterText,
  type PhoneWorld,
} from "@aval/protocol";
import { type Phoning, requireCode } from "./acts.ts";
import { PhoneFault } from "./fault.ts";
import { beginPhone, keepPhone } from "./new-phone.ts";
import { sandboxBrowser } from "./sandbox-browser.ts";

/** A sandbox prints a letter within seconds; this is for one that is busy. */
const letterWithinMs = 60_000;

/**
 * A new phone by its holder's remote eID and the letter that comes of it: at the sandbox's own provider, and out of the sandbox's caught
 * letters. It stops where the rules make it wait; `aval phone activate` goes on three days later.
 */
export async function enrolByLetter(
  { world, path }: Phoning,
  given: {
    readonly nationalId: string;
    readonly code: string;
    readonly label: string;
    /** The authenticator's, as it is reached from here. */
    readonly server: string;
  },
): Promise<EnrolmentStatus> {
  requireCode(given.code);
  const browser = sandboxBrowser();
  const server = new URL(given.server);
  const mine = (port: number, name: string) =>
    `http://${name}.localhost:${Number(server.port) + port}`;
  const origin = mine(0, "phone");
  // The same messages as ever, by the browser that keeps the cookie of the passage.
  const post: PhoneWorld["post"] = async (where, body) => {
    const answer = await browser.ask(`${origin}${where}`, {
      body: JSON.stringify(body),
      type: "application/json",
    });
    return { status: answer.status, body: JSON.parse(answer.text) };
  };
  const phone = createPhone({ ...world, post });

  const begun = await beginPhone(phone, given.label);
  const { ik, enrolment } = begun;
  const { address } = await phone.askEid(ik, enrolment, given.nationalId);
  await browser.follow(address, { act: "go", person: given.nationalId, level: "eidas2" });
  const { state } = await phone.enrolmentStatus(ik, enrolment);
  if (state !== "evidenced") throw new PhoneFault("phone_eid_refused");

  const letter = await caught(mine(5, "mail"), origin, async (text) =>
    phone.useLetter(ik, text).catch(() => undefined),
  );
  const { nationalId, code } = given;
  await keepPhone({ world, phone, path }, begun, { nationalId, code, status: letter });
  return letter;

  /** The letter that this phone can use, among those that were caught: the newest first. */
  async function caught(
    mail: string,
    from: string,
    use: (text: string) => Promise<EnrolmentStatus | undefined>,
  ): Promise<EnrolmentStatus> {
    const until = world.now() + letterWithinMs;
    const tried = new Set<string>();
    while (world.now() < until) {
      const { text } = await browser.ask(`${mail}/letters.json`);
      for (const { says } of JSON.parse(text) as { says: string }[]) {
        const code = letterIn(says, from);
        if (!code || tried.has(says)) continue;
        tried.add(says);
        const status = await use(letterText(code));
        if (status) return status;
      }
      await delay(500);
    }
    throw new PhoneFault("phone_no_letter");
  }
}
