import type { Registration } from "#modules/software";
import type { Config } from "#platform/config";

/** The sandbox's services: fictional, and their secret is known to everybody, which is why production refuses them. */
export const sandboxSecret = "sandbox-secret";
/** With which `sandbox-service` reads the directory. Known to everybody, and refused in production likewise. */
export const sandboxKey = "sandbox-key";

export function sandboxServices({ origins }: Pick<Config, "origins">): readonly Registration[] {
  return [
    {
      id: "sandbox-service",
      name: "Service d'essai",
      sensitivity: "open",
      redirectUris: ["http://localhost/callback"],
      postLogoutRedirectUris: ["http://localhost/"],
    },
    {
      id: "sandbox-software",
      name: "Logiciel d'essai",
      sensitivity: "open",
      redirectUris: [],
      grants: ["ciba"],
    },
    {
      id: "sandbox-strict-software",
      name: "Logiciel d'essai à relier",
      sensitivity: "open",
      profile: "strict",
      redirectUris: [],
      grants: ["ciba"],
      product: { id: "sandbox-strict-software", name: "Officine d'essai 1.0" },
    },
    {
      id: "demo-register",
      name: "Registre de vaccination (démonstration)",
      sensitivity: "open",
      // The demo pharmacy reads it by the token it exchanged.
      acceptsPscCiba: true,
      redirectUris: [`${origins.register}/callback`],
      postLogoutRedirectUris: [`${origins.register}/`],
      backchannelLogoutUri: `${origins.register}/backchannel-logout`,
    },
    {
      id: "demo-results",
      name: "Résultats de tests (démonstration)",
      // Worth more than an act that can be cancelled: full sessions only.
      sensitivity: "sensitive",
      redirectUris: [`${origins.results}/callback`],
      postLogoutRedirectUris: [`${origins.results}/`],
      backchannelLogoutUri: `${origins.results}/backchannel-logout`,
    },
    {
      id: "demo-pharmacy",
      name: "Officine Fictive (démonstration)",
      sensitivity: "open",
      redirectUris: [],
      backchannelLogoutUri: `${origins.pharmacy}/backchannel-logout`,
      grants: ["ciba"],
      product: { id: "demo-pharmacy", name: "Officine Fictive 1.0" },
    },
    {
      id: "demo-pharmacy-linked",
      name: "Officine reliée (démonstration)",
      sensitivity: "open",
      profile: "strict",
      redirectUris: [],
      backchannelLogoutUri: `${origins.pharmacy}/linked/backchannel-logout`,
      grants: ["ciba"],
      product: { id: "demo-pharmacy-linked", name: "Officine Fictive 2.0" },
    },
  ];
}
