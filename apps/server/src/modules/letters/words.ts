import type { Lang } from "@aval/design";

type Text = Readonly<Record<Lang, string>>;
type With<T> = Readonly<Record<Lang, (given: T) => string>>;

/** What a letter says, French first. Plain words; nothing in it can be read aloud to any use. */
export const words = {
  title: {
    fr: "Un téléphone demande à être le vôtre",
    en: "A phone asks to become yours",
  } satisfies Text,
  asked: {
    fr: ({ day, brand }) =>
      `Le ${day}, quelqu'un s'est identifié sous votre nom dans ${brand}, par une identité numérique, et demande qu'un téléphone ouvre vos services de santé.`,
    en: ({ day, brand }) =>
      `On ${day}, somebody identified themselves in ${brand} as you, by a digital identity, and asks that a phone open your health services.`,
  } satisfies With<{ day: string; brand: string }>,
  yours: { fr: "C'est votre téléphone ?", en: "Is it your phone?" } satisfies Text,
  steps: {
    fr: [
      (brand: string) => `Ouvrez ${brand} sur ce même téléphone.`,
      () => "Visez le code ci-dessous avec son appareil photo.",
      () =>
        "Trois jours plus tard, si personne ne l'a arrêté, il est à vous : vous l'activez avec votre code.",
    ],
    en: [
      (brand: string) => `Open ${brand} on that very phone.`,
      () => "Point its camera at the code below.",
      () => "Three days later, if nobody stopped it, it is yours: you activate it with your code.",
    ],
  } satisfies Readonly<Record<Lang, readonly ((brand: string) => string)[]>>,
  code: {
    fr: (until) => `Ce code ne sert qu'à ce téléphone, une fois, jusqu'au ${until}.`,
    en: (until) => `This code serves that phone only, once, until ${until}.`,
  } satisfies With<string>,
  codeAlt: {
    fr: "Code à scanner avec le téléphone qui a demandé cette lettre",
    en: "Code to scan with the phone that asked for this letter",
  } satisfies Text,
  keep: { fr: "Gardez cette lettre pour vous", en: "Keep this letter to yourself" } satisfies Text,
  keepText: {
    fr: (brand) =>
      `Ne la donnez à personne, ne la photographiez pas, ne l'envoyez pas, n'en lisez rien à personne. Ni ${brand}, ni votre Ordre, ni un ministère ne vous la demandera. Qui la demande est un fraudeur : raccrochez.`,
    en: (brand) =>
      `Give it to nobody, take no picture of it, do not send it, read nothing of it to anybody. Neither ${brand}, nor your Order, nor a ministry will ever ask for it. Whoever asks for it is a fraud: hang up.`,
  } satisfies With<string>,
  notYours: {
    fr: "Vous n'avez rien demandé ?",
    en: "You did not ask for anything?",
  } satisfies Text,
  notYoursText: {
    fr: (call) =>
      `Ne scannez pas ce code. Ce téléphone n'ouvre rien sans lui. Prévenez ${call}, qui l'arrête : quelqu'un a utilisé votre identité.`,
    en: (call) =>
      `Do not scan this code. That phone opens nothing without it. Tell ${call}, who stops it: somebody used your identity.`,
  } satisfies With<string>,
  help: {
    fr: (address) => `Que faire : ${address}`,
    en: (address) => `What to do: ${address}`,
  } satisfies With<string>,
  /** Whom to tell where the operator names nobody. */
  authority: {
    fr: "votre Ordre ou, si vous n'en avez pas, votre agence régionale de santé",
    en: "your Order or, if you have none, your regional health agency",
  } satisfies Text,
} as const;
