import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { type EnrolmentStatus, parseBinding } from "@aval/protocol";
import { type Phoning, requireCode } from "./acts.ts";
import { PhoneFault } from "./fault.ts";
import { beginPhone, keepPhone } from "./new-phone.ts";
import { untilOpen } from "./old-phone.ts";

/** What `aval sandbox card` prints with each card: of a sandbox, they protect nobody. */
const passphrase = "carte";
/** The card's host is beside the authenticator's, in a sandbox. */
const toCardPort = 6;

/**
 * A new phone by its holder's card: both are files here, and the command goes back and forth between the card's page and the phone,
 * as somebody who sits before a reader would. It stops where the rules make it wait; `aval phone activate` goes on.
 */
export async function enrolByCard(
  at: Phoning,
  given: {
    readonly nationalId: string;
    readonly code: string;
    readonly label: string;
    /** A file of `aval sandbox card`. */
    readonly card: string;
    /** The authenticator's origin. */
    readonly server: string;
    /** Told once, while half a minute passes. */
    readonly waits: () => void;
  },
): Promise<EnrolmentStatus & { words: readonly string[] }> {
  const { world, phone } = at;
  requireCode(given.code);
  const reader = {
    port: Number(new URL(given.server).port) + toCardPort,
    pfx: await cardIn(given.card),
  };
  const page = await post(reader, "/telephone", {});
  const id = /name="page" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const binding = /data-aval-binding="[^"#]*#b=([^"]+)"/.exec(page)?.[1];
  if (!parseBinding(binding)) throw new PhoneFault("phone_card_refused", { about: titleOf(page) });
  const begun = await beginPhone(phone, given.label, binding);
  const { ik, enrolment, words } = begun;
  await post(reader, "/telephone/mots", { page: id, words: words.join(" "), onCall: "no" });
  const now = Number(
    (await world.get("/api/time").then(({ body }) => body as { now: number })).now,
  );
  await untilOpen(world, { notBefore: now + 31 }, given.waits);
  const done = await post(reader, "/telephone/confirmer", { page: id });
  const status = await phone.enrolmentStatus(ik, enrolment);
  if (status.holder?.nationalId !== given.nationalId)
    throw new PhoneFault("phone_card_refused", { about: titleOf(done) });
  const { nationalId, code } = given;
  await keepPhone(at, begun, { nationalId, code, status });
  return { ...status, words };
}

const cardIn = (file: string): Promise<Buffer> =>
  readFile(file).catch((cause: unknown) => {
    throw new PhoneFault("phone_no_card", { about: file, cause });
  });

const titleOf = (text: string): string =>
  (/<h1>([^<]*)<\/h1>/.exec(text)?.[1] ?? "").replaceAll("&#39;", "'");

/** A form of the card's page, on a handshake of its own. */
function post(
  { port, pfx }: { readonly port: number; readonly pfx: Buffer },
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<string> {
  const host = `card.localhost:${port}`;
  const body = new URLSearchParams({ lang: "fr", ...fields }).toString();
  const headers = {
    host,
    origin: `https://${host}`,
    "content-type": "application/x-www-form-urlencoded",
  };
  // The sandbox's certificate signs itself, and this talks to this machine only.
  const tls = {
    pfx,
    passphrase,
    servername: "card.localhost",
    rejectUnauthorized: false,
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const lost = (cause: unknown) => reject(new PhoneFault("phone_offline", { cause }));
    const asked = request(
      { host: "127.0.0.1", port, path, method: "POST", headers, ...tls },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part: string) => (text += part));
        answer.on("end", () => resolve(text)).on("error", lost);
      },
    );
    asked.on("error", lost).end(body);
  });
}
