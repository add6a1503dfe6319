import type { LinkId } from "@aval/protocol";
import { type Installation, newInstallation } from "../modules/provider/testing/installation.ts";
import { type Client, sandboxService, send } from "./driver.ts";
import {
  accepted,
  clientOf,
  declining,
  kinds,
  type Play,
  refusedRights,
  strengthOf,
} from "./obedience.ts";

/*
 * Software of the stranger's own, in an obedient holder's hands. Plain: it is added because a caller says so, and two digits are typed
 * the day after. Strict: its QR is scanned, the half minute is waited for, and on another day its holder says that they work there.
 */

/** Strict programs are the services they open: one of each sensitivity. */
export const strictKinds = ["open", "sensitive", "critical"] as const;
export const strictClient = (kind: (typeof strictKinds)[number]) => `obedience-strict-${kind}`;

/** One of the stranger's programs: what its link is called, here and on the phone, and what it asks by once it is linked. */
export type Program = {
  readonly kind: (typeof strictKinds)[number];
  readonly installation: Installation;
  readonly begun: string;
  readonly link: LinkId;
  hint?: string;
};

/** The frames of the stranger's programs are read off a shared screen. */
export async function scansLinks({ where, holder, programs }: Play): Promise<void> {
  const { host } = where.issuer();
  const here = `http://${host}`;
  const issuer = `${here}/auth/realms/esante-wallet`;
  for (const kind of strictKinds) {
    const installation = await newInstallation({ issuer, here }, strictClient(kind));
    const begun = String((await installation.begin("Comptoir")).body["link"]);
    const { body } = await installation.linkFrame(begun);
    const { phone, identity } = holder;
    await accepted(
      phone.scanLink(identity, String(body["frame"])).then(({ link }) => {
        programs.push({ kind, installation, begun, link });
      }),
    );
  }
}

/** "Relier ce logiciel", with the code. */
export async function confirmsLinks({ holder, programs }: Play): Promise<void> {
  const { phone, identity, code } = holder;
  for (const program of programs) {
    await accepted(phone.confirmLink(identity, program.link, code));
    const hint = (await program.installation.linkFrame(program.begun)).body["login_hint_token"];
    if (typeof hint === "string") program.hint = hint;
  }
}

/** A sign-in by each that was linked, then "Oui, j'y travaille" with the code. */
export async function agesPrograms(play: Play): Promise<void> {
  await tryWithPrograms(play);
  const { phone, identity, code } = play.holder;
  for (const { id } of await phone.places(identity))
    await accepted(phone.confirmPlace(identity, id, code));
}

/** Every program asks, by digits that are dictated and by a frame that is relayed. */
export async function tryWithPrograms({ holder, programs, got }: Play): Promise<void> {
  const { phone, identity, code } = holder;
  for (const program of programs)
    for (const transfer of program.hint === undefined ? [] : (["digits", "qr"] as const)) {
      const { installation, kind, hint = "" } = program;
      const asked = await installation.ask(hint);
      const handle = asked.body["auth_req_id"];
      if (typeof handle !== "string") continue;
      const claiming =
        transfer === "digits"
          ? phone.claimDigits(identity, String(asked.body["aval_code"]))
          : phone.claim(identity, String((await installation.frame(handle)).body["frame"]));
      const { context } = await claiming.catch(refusedRights);
      if (!context) continue;
      await phone.approve(identity, context, code);
      const { body } = await installation.poll(handle);
      const { access_token: token, aval_login_hint_token: next } = body as Record<string, string>;
      if (next) program.hint = next;
      if (token) got.add(`${kind} by strict ${transfer}: ${strengthOf(token)}`);
    }
}

/** "Ajouter mon logiciel". */
export async function addsSoftware({ holder }: Play): Promise<void> {
  const { phone, identity, code } = holder;
  await accepted(phone.addSoftware(identity, rogue.id, code));
}

const rogue: Client = { ...sandboxService, id: "sandbox-software" };

/** A program of the stranger's asks in the holder's name; the holder types the two digits they are told. */
export async function tryWithSoftware(
  { where, nationalId, holder, got }: Play,
  typed = "42",
): Promise<void> {
  const call = async (path: string, form: Record<string, string>) => {
    const answer = await send(where.issuer(), {
      method: "POST",
      path: `/auth/realms/esante-wallet/protocol/openid-connect/${path}`,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `Basic ${Buffer.from(`${rogue.id}:${rogue.secret}`).toString("base64")}`,
      },
      body: new URLSearchParams(form).toString(),
    });
    return JSON.parse(answer.text) as Record<string, string>;
  };
  const asked = await call("ext/ciba/auth", {
    scope: "openid scope_all",
    acr_values: "eidas1",
    login_hint: nationalId,
    binding_message: "42",
  });
  const { phone, identity, code } = holder;
  for (const elsewhere of [false, true]) {
    const isApproved = await accepted(
      phone
        .search(identity, typed, elsewhere)
        .then(({ context }) => phone.approve(identity, context, code)),
    );
    if (!isApproved) continue;
    const { access_token: token = "" } = await call("token", {
      grant_type: "urn:openid:params:grant-type:ciba",
      auth_req_id: String(asked["auth_req_id"]),
    });
    got.add(`software itself: ${strengthOf(token)}`);
    const audiences = kinds.map((kind) => [kind, clientOf(kind).id] as const);
    for (const [kind, audience] of [...audiences, ["declining", declining] as const]) {
      const given = await call("token", {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: token,
        subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
        audience,
      });
      const theirs = given["access_token"];
      if (theirs) got.add(`${kind} by software: ${strengthOf(theirs)}`);
    }
    return;
  }
}
