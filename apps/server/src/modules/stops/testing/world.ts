import {
  type DeviceId,
  idFrom,
  type Json,
  type MultiSigned,
  newKeyPair,
  type ProfessionalId,
  purposes,
  type RegistrarReopenMessage,
  signCompact,
  signerOf,
  signMulti,
  type StopId,
  thumbprint,
  toBase64url,
} from "@aval/protocol";
import { createAudit } from "#modules/audit";
import { createDevices, type Level } from "#modules/devices";
import { createDirectory } from "#modules/directory";
import { createLimits } from "#modules/limits";
import { sql } from "kysely";
import { createSessions } from "#modules/sessions";
import { createStaff } from "#modules/staff";
import { type AnyTables, type Database, transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import type { Clock } from "#platform/time";
import { createStops, type Stop } from "../index.ts";

/** Stops on a real store, with real phones and sessions. The PIN program says yes unless the test says otherwise. */
export function stopsOn(
  db: Database<AnyTables>,
  clock: Clock,
  pinSays: () => "yes" | "wrong_code" = () => "yes",
) {
  const random = systemRandom;
  const audit = createAudit({ clock, random });
  const devices = createDevices({
    db,
    clock,
    random,
    audit,
    limits: createLimits(),
    pin: {
      confirm: async () => {
        const said = pinSays();
        return said === "yes" ? { ok: true } : { ok: false, refusal: said, disabled: false };
      },
      count: async () => ({ triesLeft: 4, disabled: false }),
    },
  });
  const sessions = createSessions({ db, clock, random, audit, ended: async () => undefined });
  const staff = createStaff({ db });
  const lifted: Stop[] = [];
  const cardsReported = new Set<ProfessionalId>();
  const stops = createStops({
    db,
    clock,
    random,
    audit,
    devices,
    directory: createDirectory({ db, random, audit }),
    staff,
    made: async (tx, { professional }, closes) => {
      if (closes === "all") await sessions.closeThose(tx, { professional }, "stopped");
    },
    lifted: async (_tx, stop) => void lifted.push(stop),
    cardOpens: async (_tx, professional) => !cardsReported.has(professional),
  });
  return { stops, devices, sessions, staff, lifted, cardsReported, db, clock };
}

export type World = ReturnType<typeof stopsOn>;

export const newProfessional = (): ProfessionalId => idFrom("pro", systemRandom.bytes(17));

/** A phone of this holder's, with what it would send. */
export async function phoneOf(
  { devices, db, clock }: World,
  professional: ProfessionalId,
  level: Level = "full",
) {
  const ik = await signerOf(await newKeyPair());
  const uk = await signerOf(await newKeyPair());
  const wrong = await signerOf(await newKeyPair());
  const device = await transact(db, async (tx): Promise<DeviceId> => {
    const added = await devices.add(tx, { label: "Téléphone d'essai", ik: ik.jwk });
    if (!added.ok) throw new Error(added.refusal);
    const owner = { professional, uk: uk.jwk, pinKey: "key", level, scope: "national" };
    if (!(await devices.activate(tx, added.value, owner))) throw new Error("not activated");
    return added.value;
  });
  const stamp = () => ({
    iat: Math.floor(clock.now() / 1000),
    jti: toBase64url(systemRandom.bytes(16)),
  });
  const says = (purpose: typeof purposes.block | typeof purposes.stops) =>
    signCompact({ v: purpose, device, ...stamp() }, purpose, ik);
  return {
    device,
    professional,
    block: () => says(purposes.block),
    ik: await thumbprint(ik.jwk),
    asks: () => says(purposes.stops),
    /** *Rouvrir au guichet*, of this stop. */
    begins: (stop: StopId) =>
      signCompact({ v: purposes.reopen, device, stop, ...stamp() }, purposes.reopen, ik),
    lift: (
      stop: StopId,
      how: { code?: "right" | "wrong"; onCall?: boolean; unsigned?: boolean } = {},
    ): Promise<MultiSigned> => {
      const payload: Json = {
        v: purposes.lift,
        device,
        stop,
        onCall: how.onCall ?? false,
        evaluation: "e",
        ...stamp(),
      };
      const key = how.code === "wrong" ? wrong : uk;
      return signMulti(payload, purposes.lift, how.unsigned ? [ik] : [ik, key]);
    },
  };
}

/** A holder whom the directory lists; their national id. */
export async function listedHolder({
  db,
}: World): Promise<{ id: ProfessionalId; nationalId: string }> {
  const id = newProfessional();
  const nationalId = `899${id.slice(-12)}`;
  await sql`
    insert into import_run (id, source, layout, state, strict, digest, lines, latin1_lines, added, changed, removed, unchanged, problems)
    values ('run_stops', 'sandbox', 'restricted', 'done', true, 'x', 1, 0, 1, 0, 0, 0, 0) on conflict do nothing`.execute(
    db,
  );
  await sql`
    insert into professional (id, national_id, id_type, identifier, state, sources, scope, civility_code, family_name, given_names,
      birth_date, birth_commune_code, birth_country_code, birth_place, sex_code, changed_by)
    values (${id}, ${nationalId}, '8', ${nationalId}, 'active', '{sandbox}', 'national', 'M', 'ESSAI', 'Camille',
      '', '', '', '', '', 'run_stops')`.execute(db);
  return { id, nationalId };
}

/** Somebody who signs for the holders of this scope. */
export async function registrarOf({ staff, clock }: World, scope = "national") {
  const key = await signerOf(await newKeyPair());
  const registrar = idFrom("stf", systemRandom.bytes(17));
  const { jwk } = key;
  await staff.seedRegistrar({
    id: registrar,
    name: "Yvonne ESSAI",
    scope,
    jwk,
    thumbprint: await thumbprint(jwk),
  });
  return {
    id: registrar,
    signs: (
      said: Pick<RegistrarReopenMessage, "stop" | "ik" | "nationalId"> & { iat?: number },
    ) => {
      const v = purposes.registrarReopen;
      const iat = Math.floor(clock.now() / 1000);
      return signCompact({ iat, ...said, v, registrar } satisfies Json, v, key);
    },
  };
}

/** Opens a session as a sign-in would: in a transaction that nothing stops. False when something did. */
export async function openSession(w: World, professional: ProfessionalId): Promise<boolean> {
  const approval = idFrom("apr", systemRandom.bytes(17));
  return transact(w.db, async (tx) => {
    await tx
      .insertInto("approval")
      .values({
        id: approval,
        kind: "sign-in",
        asker: approval,
        browser: "key",
        network: "loopback",
        frame_secret: Buffer.alloc(32),
        state: "cancelled",
        shown_at: new Date(w.clock.now()),
        claim_by: new Date(w.clock.now()),
      })
      .execute();
    if (!(await w.stops.keepOpen(tx, professional, "enter"))) return false;
    await w.sessions.open(tx, {
      professional,
      nationalId: "899700000001",
      browser: "key",
      approval,
      rights: "full",
      client: undefined,
      proof: "full_phone_qr",
      place: "own_place",
      transfer: "qr",
      service: "service",
    });
    return true;
  });
}

/** How many sessions of this holder can still be used. */
export async function liveSessions(w: World, professional: ProfessionalId): Promise<number> {
  const rows = await w.db
    .selectFrom("session")
    .select("id")
    .where("professional", "=", professional)
    .where("closed_at", "is", null)
    .execute();
  return rows.length;
}
