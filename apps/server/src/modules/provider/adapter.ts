import Provider, { type Adapter, type AdapterPayload, errors } from "oidc-provider";
import { lifetimes } from "#lifetimes";
import type { Software } from "#modules/software";
import type { Database } from "#platform/database";
import type { Random } from "#platform/random";
import { hashSecret, newSecret } from "#platform/secret";
import { seconds } from "#platform/time";
import { sessionOf, withoutSecrets, withSecret } from "./artefact.ts";
import { clientOf, isClientId, ServiceSuspended } from "./client.ts";
import * as store from "./store.ts";

export type AdapterDeps = {
  readonly db: Database<store.ProviderTables>;
  readonly random: Random;
  readonly software: Pick<Software, "find">;
  /** Told of the secret that a new sign-in's browser must keep. */
  readonly signInKey: (key: string) => void;
  /** Records what a spent artefact gives, in the transaction that spends it. */
  readonly spent: (model: string, idHash: string) => Promise<boolean>;
};

/** The engine's storage contract over our statements. The engine asks for one adapter a model. */
export function adapterFactory(deps: AdapterDeps): (model: string) => Adapter {
  return (model) => {
    switch (model) {
      case "Client":
        return clients(deps);
      case "Interaction":
        return { ...artefacts(deps, model), ...signIns(deps) };
      case "ReplayDetection":
        return { ...artefacts(deps, model), ...onceSeen(deps) };
      default:
        return artefacts(deps, model);
    }
  };
}

function artefacts({ db, spent }: AdapterDeps, model: string): Adapter {
  return {
    upsert: async (id, payload, expiresIn) => store.put(db, writing(model, id, payload, expiresIn)),
    find: async (id) => {
      const found = await store.find(db, model, hashSecret(id), lifetimes.refreshGrace);
      return found && (withSecret(id, found) as AdapterPayload);
    },
    consume: async (id) => {
      // Nothing is revoked here: a race's loser cannot be told from an honest client that sent twice.
      if (!(await spent(model, hashSecret(id))))
        throw new errors.InvalidGrant("already used or expired");
    },
    destroy: async (id) => {
      await store.take(db, model, hashSecret(id));
    },
    revokeByGrantId: async (grant) => {
      await store.endGrant(db, grant, model);
    },
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
  };
}

function writing(
  model: string,
  id: string,
  given: AdapterPayload,
  expiresIn: number | undefined,
): store.Writing {
  const payload = withoutSecrets(model, given as store.Payload);
  const grant = model === "Grant" ? id : payload["grantId"];
  return {
    model,
    idHash: hashSecret(id),
    payload,
    grant: typeof grant === "string" ? grant : undefined,
    session: sessionOf(model, payload),
    keyHash: undefined,
    lifetime: seconds(Math.max(1, expiresIn ?? 0)),
  };
}

/**
 * Sign-in pages. Beginning draws the browser's secret; ending takes the row away, so that of two requests that resume
 * one sign-in, on any two nodes, one goes on to a code.
 */
function signIns({ db, random, signInKey }: AdapterDeps): Partial<Adapter> {
  return {
    upsert: async (id, payload, expiresIn) => {
      const key = newSecret(random);
      const given = { ...writing("Interaction", id, payload, expiresIn), keyHash: hashSecret(key) };
      if (!(await store.putNew(db, given))) throw new Error("a sign-in is written once");
      signInKey(key);
    },
    destroy: async (id) => {
      if (await store.take(db, "Interaction", hashSecret(id))) return;
      throw new errors.SessionNotFound("this sign-in has ended");
    },
  };
}

/** Ids of client assertions: seen once. The engine looks, then writes; of two that looked together one writes. */
function onceSeen({ db }: AdapterDeps): Partial<Adapter> {
  return {
    upsert: async (id, payload, expiresIn) => {
      if (await store.putNew(db, writing("ReplayDetection", id, payload, expiresIn))) return;
      throw new errors.InvalidClientAuth("client assertion tokens must only be used once");
    },
  };
}

/** Where a client says who it is, or a browser comes in its name. Elsewhere a token of its is presented, which is worth nothing. */
const namesItself: ReadonlySet<string> = new Set([
  "authorization",
  "resume",
  "token",
  "introspection",
  "revocation",
  "backchannel_authentication",
]);

function clients({ software }: AdapterDeps): Adapter {
  const refuse = async () => {
    throw new Error("services are registered elsewhere");
  };
  return {
    find: async (id) => {
      const service = isClientId(id) ? await software.find(id) : undefined;
      if (service?.state === "suspended" && namesItself.has(Provider.ctx?.oidc.route ?? ""))
        throw new ServiceSuspended();
      return service && (clientOf(service) as AdapterPayload | undefined);
    },
    upsert: refuse,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: refuse,
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
  };
}
