/**
 * Staff: the people who act for Aval or for an authority, and what each may do. Registrars so far.
 *
 * A registrar is one natural person with one key and one scope. Two of them make a desk evidence; this module says whose key
 * is whose and whom each may sign for, and never signs. Their sign-in to a console comes with the desk.
 */
import type { PublicJwk } from "@aval/protocol";
import type { Database } from "#platform/database";
import { covers } from "./scope.ts";
import { findRegistrar, listRegistrars, seedRegistrar, type StaffTables } from "./store.ts";

export { everywhere } from "./scope.ts";
export type { StaffTables } from "./store.ts";

export type Staff = ReturnType<typeof createStaff>;

export function createStaff({ db }: { readonly db: Database<StaffTables> }) {
  return {
    registrars: async () =>
      (await listRegistrars(db)).map(({ id, name, scope }) => ({ id, name, scope })),
    registrarKey: (id: string) => findRegistrar(db, id),
    /** Whether this registrar is active and may sign for a holder of these scopes. */
    maySign: async (id: string, holderScopes: readonly string[]) => {
      const registrar = await findRegistrar(db, id);
      return registrar?.active === true && covers(registrar.scope, holderScopes);
    },
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
