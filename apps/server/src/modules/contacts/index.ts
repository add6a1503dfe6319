/**
 * Contacts: who may change where a holder is told, one person at a time. Values are the directory's; what is kept here are requests.
 *
 * A member of the holder's authority finds them by national identifier alone, sees masked values, and signs a request that changes nothing.
 * Another member, with a key of their own, signs exactly it: then the value takes the place of the one that both saw. It is told on the
 * old and the new value, and relied on by nothing for thirty days (`directory`). Whoever looked is read by the holder.
 *
 * An authority's own program may ask in place of the first person, by a key of the authority's; it confirms nothing. So may the holder's
 * own phone, `full` and older than a week, after the call question, half a minute and the code.
 *
 * It refuses by design: one person as two, a search by name, a value in full but the one that is asked for, removing a value, a change
 * while additions are stopped. Source: DESIGN section 4; P-28 to P-30, P-45; decision 0037.
 */
import type { MultiSigned, ProfessionalId } from "@aval/protocol";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Visitor } from "#modules/staff";
import * as contacts from "./contacts.ts";
import * as files from "./files.ts";
import * as holder from "./holder.ts";
import { keepQuality, quality, qualityTable } from "./quality.ts";
import * as programs from "./programs.ts";
import * as store from "./store.ts";

export { keepHeld } from "./files.ts";
export { contactRoutes, ownContactRoutes, programRoutes } from "./routes.ts";
export type { ContactRequestTables } from "./store.ts";

export type Contacts = ReturnType<typeof createContacts>;

export function createContacts(deps: contacts.ContactsDeps & files.FileDeps) {
  return {
    find: (...given: Tail<typeof contacts.find>) => contacts.find(deps, ...given),
    ask: (...given: Tail<typeof contacts.ask>) => contacts.ask(deps, ...given),
    propose: (...given: Tail<typeof contacts.propose>) => contacts.propose(deps, ...given),
    list: (...given: Tail<typeof contacts.list>) => contacts.list(deps, ...given),
    view: (...given: Tail<typeof contacts.view>) => contacts.view(deps, ...given),
    askConfirmation: (...given: Tail<typeof contacts.askConfirmation>) =>
      contacts.askConfirmation(deps, ...given),
    confirm: (...given: Tail<typeof contacts.confirm>) => contacts.confirm(deps, ...given),
    refuse: (...given: Tail<typeof contacts.refuse>) => contacts.refuse(deps, ...given),
    files: (who: Visitor) => files.filesFor(deps, who),
    askFile: (...given: Tail<typeof files.askFile>) => files.askFile(deps, ...given),
    signFile: (...given: Tail<typeof files.signFile>) => files.signFile(deps, ...given),
    refuseFile: (...given: Tail<typeof files.refuseFile>) => files.refuseFile(deps, ...given),
    /** Forgets requests that came to nothing, and what was signed once its evidence is over. */
    purge: async () => {
      await store.purgeRequests(deps.db, {
        nothing: lifetimes.contactForgotten,
        evidence: lifetimes.evidence,
      });
      await deps.directory.purgeContactFiles();
    },
    quality: (who: Visitor, from: number) =>
      quality(deps, who, { from, most: bounds.contactFlaws }),
    keepQuality: () => keepQuality(deps),
    qualityTable: (who: Visitor) => qualityTable(deps, who),
  };
}

export type Programs = ReturnType<typeof createPrograms>;

/** Programs of authorities, which ask and confirm nothing. */
export function createPrograms(deps: Parameters<typeof programs.submit>[0]) {
  return {
    programOf: (key: string | undefined) => programs.programOf(deps, key),
    submit: (...given: Tail<typeof programs.submit>) => programs.submit(deps, ...given),
    standing: (...given: Tail<typeof programs.standing>) => programs.standing(deps, ...given),
  };
}

export type OwnContacts = ReturnType<typeof createOwnContacts>;

/** What a holder's own phone sees, says and asks for. */
export function createOwnContacts(deps: holder.HolderDeps) {
  return {
    ownContacts: (jws: string) => holder.ownContacts(deps, jws),
    sayRight: (jws: string) => holder.sayRight(deps, jws),
    /** The same question in *Mon accès*: what it is asked of, and its answer. */
    askedAbout: (professional: ProfessionalId) => holder.contactsAskedAbout(deps, professional),
    recordRight: (...given: Tail<typeof holder.recordRight>) => holder.recordRight(deps, ...given),
    askByPhone: (jws: string) => holder.askByPhone(deps, jws),
    changeByPhone: (message: MultiSigned) => holder.changeByPhone(deps, message),
    takeBack: (jws: string) => holder.takeBack(deps, jws),
  };
}

/** Their keys: for the operator's command. */
export function createContactKeys(deps: programs.KeyKeeperDeps) {
  return {
    issue: (...given: Tail<typeof programs.issueKey>) => programs.issueKey(deps, ...given),
    remove: (id: string) => programs.removeKey(deps, id),
    list: () => programs.keysOf(deps),
  };
}

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;
