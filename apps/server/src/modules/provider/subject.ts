import { createHmac } from "node:crypto";

/**
 * `sub`: who a professional is to a service.
 *
 * Profile `psc`: `f:<uuid>:<national id>`, Keycloak's user-storage form. The uuid is the deployment's own and never
 * changes; clients written for PSC keep it as a key. Profile `strict`: pairwise, so that two services cannot compare
 * whom they see. The engine works with the public form throughout; services of the strict profile meet the other only
 * in what they are told.
 *
 * Source: psc-contract 1.6; OpenID Connect Core 8.1.
 */
export type Subjects = {
  readonly of: (nationalId: string) => string;
  /** The national id in a public subject of this deployment, or `undefined`. */
  readonly nationalId: (subject: string) => string | undefined;
  readonly pairwise: (subject: string, service: string) => string;
};

/** `salt`: of this deployment, kept with its data. Whoever reads it and a pairwise subject can test a guess. */
export function subjectsOf(constants: { readonly uuid: string; readonly salt: string }): Subjects {
  const prefix = `f:${constants.uuid}:`;
  return {
    of: (nationalId) => `${prefix}${nationalId}`,
    nationalId: (subject) =>
      subject.startsWith(prefix) ? subject.slice(prefix.length) : undefined,
    pairwise: (subject, service) =>
      createHmac("sha256", constants.salt)
        .update(JSON.stringify([service, subject]))
        .digest("base64url"),
  };
}
