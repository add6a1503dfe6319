import type { Civil, CredentialKind } from "./credentials.ts";

export type Lang = "fr" | "en";

const words = {
  fr: {
    title: "Portefeuille d'identité du bac à sable",
    fiction: "Fictif : un programme à part, qui joue l'application d'un État.",
    idle: "Ce portefeuille s'ouvre depuis l'application Aval d'un nouveau téléphone, par « Avec mon portefeuille d'identité ».",
    asks: (name: string) => `${name} demande votre identité`,
    what: "Nom, nom de naissance, prénoms, date et lieu de naissance. Rien d'autre.",
    whose: "Ce portefeuille est celui de",
    which: "Sa pièce d'identité est",
    kinds: {
      good: "valable",
      expired: "périmée",
      revoked: "retirée",
      foreign: "d'un émetteur inconnu",
    },
    share: "Partager mon identité",
    refuse: "Refuser",
    failed: "Cette demande n'a pas pu être lue.",
  },
  en: {
    title: "The sandbox's identity wallet",
    fiction: "Fictional: a program apart, which plays a state's application.",
    idle: 'This wallet is opened from the Aval app of a new phone, by "With my identity wallet".',
    asks: (name: string) => `${name} asks for your identity`,
    what: "Name, birth name, given names, date and place of birth. Nothing else.",
    whose: "This wallet belongs to",
    which: "Its identity document is",
    kinds: {
      good: "valid",
      expired: "expired",
      revoked: "taken back",
      foreign: "of an unknown issuer",
    },
    share: "Share my identity",
    refuse: "Refuse",
    failed: "This request could not be read.",
  },
} as const satisfies Readonly<Record<Lang, unknown>>;

const style = `
  body{overflow-wrap:anywhere;font:1.0625rem/1.5 system-ui,sans-serif;margin:0;background:#f1ece4;color:#2b2320}
  main{max-width:28rem;margin:0 auto;padding:1.5rem 1.25rem}
  h1{font-size:1.375rem;line-height:1.25}
  .paper{background:#fff;border-radius:.75rem;padding:1.25rem;margin:1rem 0}
  label{display:block;font-weight:600;margin-top:1rem}
  select{font:inherit;width:100%;min-height:3rem;margin-top:.25rem;border:1px solid #7d6f66;border-radius:.5rem;background:#fff;color:inherit}
  button{font:inherit;font-weight:600;width:100%;min-height:3.25rem;margin-top:1rem;border-radius:.5rem;border:2px solid #6b2f1a;background:#fff;color:#6b2f1a}
  button.first{background:#6b2f1a;color:#fff}
  :focus-visible{outline:3px solid #1a4f8b;outline-offset:2px}
  .quiet{color:#5c514a}
  @media (prefers-color-scheme:dark){body{background:#1f1916;color:#f3ebe4}.paper,select,button{background:#2d2520}
  button{color:#f2b79f;border-color:#f2b79f}button.first{background:#f2b79f;color:#2d1208}.quiet{color:#cbbdb2}}`;

const escaped = (text: string) =>
  text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`);

function frame(lang: Lang, body: string): string {
  const t = words[lang];
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${t.title}</title><style>${style}</style></head><body><main><p class="quiet">${t.title}</p>${body}<p class="quiet">${t.fiction}</p></main></body></html>`;
}

/** Opened by nobody. */
export const idlePage = (lang: Lang): string =>
  frame(lang, `<h1>${words[lang].title}</h1><p>${words[lang].idle}</p>`);

export const whyPage = (lang: Lang, why: string): string =>
  frame(lang, `<h1>${words[lang].failed}</h1><p class="quiet">${escaped(why)}</p>`);

/** What is asked, by whom, and the two answers. */
export function requestPage(
  lang: Lang,
  given: { readonly people: readonly Civil[]; readonly name: string; readonly search: string },
): string {
  const t = words[lang];
  const people = given.people.map(
    ({ nationalId, givenName, familyName }) =>
      `<option value="${escaped(nationalId)}">${escaped(`${givenName} ${familyName}`)}</option>`,
  );
  const kinds = (Object.keys(t.kinds) as CredentialKind[]).map(
    (kind) => `<option value="${kind}">${escaped(t.kinds[kind])}</option>`,
  );
  return frame(
    lang,
    `<h1>${escaped(t.asks(given.name))}</h1><p>${t.what}</p><form method="post" action="/${escaped(given.search)}">
<div class="paper"><label for="person">${t.whose}</label><select id="person" name="person">${people.join("")}</select>
<label for="kind">${t.which}</label><select id="kind" name="kind">${kinds.join("")}</select></div>
<button class="first" name="act" value="share">${t.share}</button><button name="act" value="refuse">${t.refuse}</button></form>`,
  );
}
