/**
 * Staff: the people who act for Aval or for an authority, what each may do, and how each signs in to the console.
 *
 * A member is one natural person with a scope and roles. They sign in, and sign what they vouch for, with security keys of their own:
 * held in hardware by attestation that the operator's metadata vouches for, bound to the console's host, proposed by a one-time link
 * that somebody on the host made, and let in by two operators: one was read its four words, another signs (`letting-in.ts`). As long as there
 * are no two, somebody on the host confirms it. The link alone opens nothing. A session is eight hours at most and is over after fifteen idle minutes; every question asks the rows,
 * so that whoever is suspended is out at once, on every node. What each role may do is one table (`permissions.ts`).
 *
 * Two registrars make a desk evidence; this module says whose key is whose and whom each may sign for. Besides security keys, the
 * sandbox's seeded registrars sign with a key in a file.
 *
 * In an emergency two people with two keys are in for an hour, to stop and no more (`emergency.ts`).
 *
 * One operator suspends anybody but another operator, which takes two; on the host one person does, who adds operators too.
 *
 * It refuses by design: a password, a code, a key that a cloud account holds, the word of a session without a signature for what enrols.
 * Source: DESIGN sections 2 (law 5), 5 "Passkey hosts", 6; P-45; decision 0033.
 */
import type { PublicJwk } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { hours } from "#platform/time";
import type { AnyTables, Database } from "#platform/database";
import { purgeOver } from "./session-store.ts";
import { covers } from "./scope.ts";
import { type Act, permissions } from "./permissions.ts";
import * as emergency from "./emergency.ts";
import * as emergencies from "./emergency-store.ts";
import * as lettingIn from "./letting-in.ts";
import * as signing from "./signing.ts";
import * as proposals from "./proposals.ts";
import * as staff from "./staff.ts";
import * as store from "./store.ts";
import {
  activeAs,
  findRegistrar,
  heldActiveAs,
  listActive,
  listRegistrars,
  namesOf,
  seedRegistrar,
  type StaffTables,
} from "./store.ts";

export { agreementOf, isSignedByRegistrar } from "./agreement.ts";
export { covers, everywhere } from "./scope.ts";
export { emergencyActs, permissions, type Role, roles } from "./permissions.ts";
export { assertionBody, consoleDoor, fromConsole, onNamed, staffRoutes } from "./routes.ts";
export { keysTakeTwo } from "./proposals.ts";
export { endAllKeys, isScope } from "./staff.ts";
export type { SignedStatement, Visitor } from "./signing.ts";
export type { Member, StaffTables } from "./store.ts";

export type Staff = ReturnType<typeof createStaff>;
export type Console = ReturnType<typeof createConsole>;

export function createStaff({ db }: { readonly db: Database<StaffTables> }) {
  return {
    registrars: async () =>
      (await listRegistrars(db)).map(({ id, name, scope }) => ({ id, name, scope })),
    registrarKey: (id: string) => findRegistrar(db, id),
    /** Whether this registrar is active and may sign for a holder of these scopes. `held`: a suspension waits until this transaction ends. */
    maySign: async (id: string, holderScopes: readonly string[], held?: Database<AnyTables>) => {
      const registrar = await (held
        ? heldActiveAs(held, id, "registrar")
        : activeAs(db, id, "registrar"));
      return registrar !== undefined && covers(registrar.scope, holderScopes);
    },
    /** Whether this analyst is active and may judge the freeze of a holder of these scopes. `held`: as above. */
    mayClear: async (id: string, holderScopes: readonly string[], held?: Database<AnyTables>) => {
      const analyst = await (held
        ? heldActiveAs(held, id, "analyst")
        : activeAs(db, id, "analyst"));
      return analyst !== undefined && covers(analyst.scope, holderScopes);
    },
    /** Whether this member may do this act, about somebody or something of `scopes` where they are given. `held`: as above. */
    mayAct: async (
      id: string,
      act: Act,
      held: Database<AnyTables>,
      scopes?: readonly string[],
    ): Promise<boolean> => {
      for (const role of permissions[act]) {
        const member = await heldActiveAs(held, id, role);
        if (member && (!scopes || covers(member.scope, scopes))) return true;
      }
      return false;
    },
    /** Whether this operator is active. `held`: as above. */
    mayOperate: async (id: string, held?: Database<AnyTables>) =>
      (await (held ? heldActiveAs(held, id, "operator") : activeAs(db, id, "operator"))) !==
      undefined,
    /** The analysts who are active, and for which authority. */
    analysts: () => listActive(db, "analyst"),
    /** How these members are called, whatever became of them. */
    names: (ids: readonly string[]) => namesOf(db, ids),
    /** Sandbox only: puts a fictional registrar in place. */
    seedRegistrar: (given: {
      id: string;
      name: string;
      scope: string;
      jwk: PublicJwk;
      thumbprint: string;
    }) => seedRegistrar(db, given),
  };
}

/** Who is of the staff: for the operator's command, and the team's screen. */
export function createTeam(deps: staff.StaffDeps) {
  return {
    add: (given: Parameters<typeof staff.add>[1]) => staff.add(deps, given),
    invite: (member: string) => staff.invite(deps, member),
    confirmKey: (called: string, words: readonly string[]) =>
      proposals.confirmKey(deps, called, words),
    suspend: (member: string) => staff.suspend(deps, member),
    suspendBy: (member: string, by: string) => staff.suspendBy(deps, member, by),
    list: () => store.listMembers(deps.db, lifetimes.staffSuspension),
  };
}

/** Who is in the console, and what their keys sign. */
export function createConsole(deps: staff.KeyDeps) {
  return {
    team: createTeam(deps),
    beginKey: (code: string) => staff.beginKey(deps, code),
    proposeKey: (...given: Tail<typeof staff.proposeKey>) => staff.proposeKey(deps, ...given),
    keyStanding: (code: string) => proposals.standing(deps, code),
    withdrawKey: (code: string) => proposals.withdrawKey(deps, code),
    /** What colleagues call this member; `undefined` for nobody. */
    nameOf: (member: string) => store.nameOf(deps.db, member),
    keysOf: (member: string) => store.passkeysOf(deps.db, member),
    endKey: (...given: Tail<typeof staff.endKey>) => staff.endKey(deps, ...given),
    waitingKeys: () => lettingIn.waiting(deps),
    askToVouch: (...given: Tail<typeof lettingIn.askToVouch>) =>
      lettingIn.askToVouch(deps, ...given),
    askToLetIn: (...given: Tail<typeof lettingIn.askToLetIn>) =>
      lettingIn.askToLetIn(deps, ...given),
    signForKey: (...given: Tail<typeof lettingIn.sign>) => lettingIn.sign(deps, ...given),
    refuseKey: (...given: Tail<typeof lettingIn.refuse>) => lettingIn.refuse(deps, ...given),
    challenge: () => signing.challenge(deps),
    signIn: (...given: Tail<typeof signing.signIn>) => signing.signIn(deps, ...given),
    beginEmergency: (given: Parameters<typeof emergency.begin>[1]) => emergency.begin(deps, given),
    openEmergency: (given: Parameters<typeof emergency.open>[1]) => emergency.open(deps, given),
    /** Those opened lately, for every operator to read. */
    emergencies: () => emergencies.listOpened(deps.db, lifetimes.staffEmergencyShown),
    visitor: (...given: Tail<typeof signing.visitor>) => signing.visitor(deps, ...given),
    visitorFor: (...given: Tail<typeof signing.visitorFor>) => signing.visitorFor(deps, ...given),
    leave: (who: signing.Visitor) => signing.leave(deps, who),
    askSignature: (...given: Tail<typeof signing.askSignature>) =>
      signing.askSignature(deps, ...given),
    signed: (...given: Tail<typeof signing.signed>) => signing.signed(deps, ...given),
    signedExactly: (...given: Tail<typeof signing.signedExactly>) =>
      signing.signedExactly(deps, ...given),
    /** Forgets links, challenges and sessions that are over. */
    purge: async () => {
      await purgeOver(deps.db, hours(24));
      await emergencies.purgeEmergencies(deps.db, hours(24), lifetimes.staffEmergencyShown);
    },
  };
}

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;
