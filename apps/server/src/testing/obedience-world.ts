import assert from "node:assert/strict";
import { Readable } from "node:stream";
import type { JWKS } from "oidc-provider";
import { createAudit } from "#modules/audit";
import { createDirectory } from "#modules/directory";
import { createIdentityProviders, createSoftware } from "#modules/software";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { databaseNow, fixedClock } from "#platform/testing";
import { type Model, newModel } from "#platform/testing/authenticator";
import { after as later, type Duration } from "#platform/time";
import { testSecret } from "../modules/provider/testing/world.ts";
import { population } from "../sandbox/generate/population.ts";
import { sandboxService, send } from "./driver.ts";
import { type Hospital, hospitalClient, startHospital } from "./hospital.ts";
import { advanceServer, cardHostOf, insertedCard } from "./inserted-card.ts";
import { clientOf, declining, type Kind, kinds, type Where } from "./obedience.ts";
import { strictClient, strictKinds } from "./obedience-software.ts";
import { startWhole, type WholeServer } from "./whole.ts";

/** An establishment of the sandbox that has its own provider, what a page names it by, and one of its people who has no phone. */
export const establishment = { structure: "F0X0000017", hint: "etablissement" } as const;
export const itsDoctor = "899700000047";

/** A whole server with a service of each kind, an establishment's provider and a card's reader, people without a phone, and its clock. */
export type ObedienceWorld = Awaited<ReturnType<typeof startObedience>>;

/** `start`: one server, or a pair (`pair.ts`). */
export async function startObedience(start: typeof startWhole = startWhole) {
  const model = await newModel();
  const server = await start({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  await registerServices(server);
  const callback = `http://${server.issuer.host}/login/establishment`;
  const hospital = await addHospital(server, callback);
  hospital.person = { nationalId: itsDoctor, amr: ["pwd"] };
  let people: string[] = [];
  let ahead = 0;
  const where: Where = {
    issuer: () => server.issuer,
    phone: () => server.phone,
    now: () => Date.now() + ahead,
    db: () => server.database.db,
    somebody: () => people.pop() ?? assert.fail("more people are needed"),
  };
  return {
    server,
    model: model as Model,
    hospital,
    callback,
    where,
    reader: {
      place: () => cardHostOf(server),
      card: (nationalId: string) => insertedCard(server, nationalId),
    },
    addPeople: async (count: number) => {
      people = [...people, ...(await peopleFor(server, count))];
    },
    passes: async (span: Duration) => {
      await advanceServer(server, span);
      ahead += span;
    },
    /** Puts this service in a dated transition, or ends it. */
    inTransition: async (kind: Kind, span: Duration | undefined) => {
      const { db } = server.database;
      const until = span === undefined ? undefined : later(await databaseNow(db), span);
      const how = { until, by: "test", reason: "first day" };
      const set = await transact(db, (tx) =>
        softwareOf(server).setTransition(tx, clientOf(kind).id, how),
      );
      assert.ok(set.ok);
    },
    stop: async () => {
      await hospital.close();
      await server.stop();
    },
  };
}

function softwareOf({ database: { db } }: WholeServer) {
  const audit = createAudit({ clock: fixedClock(), random: systemRandom });
  return createSoftware({ db, random: systemRandom, audit });
}

async function registerServices(server: WholeServer): Promise<void> {
  const { db } = server.database;
  const software = softwareOf(server);
  const register = async (
    one: Parameters<typeof software.register>[1],
    secret = sandboxService.secret,
  ) => {
    const made = await transact(db, (tx) => software.register(tx, one, { by: "test", secret }));
    assert.ok(made.ok, JSON.stringify(made));
  };
  for (const kind of kinds) {
    const isAccepting = kind === "accepting";
    const asked = {
      id: clientOf(kind).id,
      name: `Service ${kind}`,
      sensitivity: isAccepting ? ("sensitive" as const) : kind,
      acceptsReduced: isAccepting || kind === "open",
      acceptsPscCiba: isAccepting || kind === "open",
      redirectUris: [clientOf(kind).redirectUri],
      backchannelLogoutUri: "https://service.example/logout",
    };
    const declines = { ...asked, id: declining, acceptsPscCiba: false };
    for (const one of kind === "open" ? [asked, declines] : [asked]) await register(one);
  }
  for (const kind of strictKinds)
    await register(
      {
        ...{ id: strictClient(kind), name: `Logiciel ${kind}`, sensitivity: kind },
        ...{ profile: "strict", redirectUris: [], grants: ["ciba"] },
        product: { id: `obedience-${kind}`, name: "Officine d'essai 1.0" },
      },
      testSecret,
    );
}

async function addHospital({ issuer, database }: WholeServer, callback: string): Promise<Hospital> {
  const certs = "/auth/realms/esante-wallet/protocol/openid-connect/certs";
  const jwks = JSON.parse((await send(issuer, { path: certs })).text) as JWKS;
  const hospital = await startHospital({ callback, jwks });
  const audit = createAudit({ clock: fixedClock(), random: systemRandom });
  const added = await createIdentityProviders({ db: database.db, audit }).add({
    ...{ name: establishment.hint, issuer: hospital.issuer, clientId: hospitalClient },
    ...{ structure: establishment.structure, label: "Établissement d'essai" },
    ...{ claim: "SubjectNameID", isInside: true, scope: "national", by: "test" },
  });
  assert.ok(added.ok, JSON.stringify(added));
  return hospital;
}

/** As many people, in the directory; their national ids. */
async function peopleFor({ database: { db } }: WholeServer, count: number): Promise<string[]> {
  const audit = createAudit({ clock: fixedClock(), random: systemRandom });
  const pieces = population({
    ...{ count, seed: "1", layout: "public", changed: 0, removed: 0, withRosters: false },
  });
  const file = Readable.from([...pieces].map(({ text }) => Buffer.from(text)));
  const directory = createDirectory({ db, random: systemRandom, audit });
  const { state } = await directory.importExtract(file, { source: "rpps-public" });
  assert.equal(state, "done");
  const rows = await db
    .selectFrom("professional")
    .select("national_id")
    .where("state", "=", "active")
    .orderBy("id", "desc")
    .limit(count + 1)
    .execute();
  return rows
    .map((row) => String((row as { national_id: string }).national_id))
    .filter((id) => id !== itsDoctor);
}
