import { french } from "@aval/design";

/** The words of the program's installation that has a key of its own, in French, which is written first. */
const inFrench = french({
  card: {
    title: "Ce poste, relié à votre téléphone",
    lead: "Relié une fois, il n'a plus besoin de votre identifiant. Copié ailleurs, ce lien n'ouvre rien.",
    link: "Relier ce poste",
    another: "Relier ce poste à quelqu'un d'autre",
    named: (name: string) => `Me connecter : ${name}`,
    since: (time: string) => `Me connecter (relié à ${time})`,
  },
  linking: {
    title: "Reliez ce poste à votre téléphone",
    steps: [
      "Ouvrez Aval sur votre téléphone.",
      "Touchez « Scanner pour me connecter », et scannez ce code.",
      "Répondez à la question, attendez trente secondes, tapez votre code.",
    ],
    machine: (name: string) => `Votre téléphone montrera ce poste sous le nom « ${name} ».`,
    rule: "Quelqu'un vous le demande au téléphone ? Ne scannez rien, et raccrochez.",
    cancel: "Ne pas relier",
  },
  asking: {
    title: "Scannez ce code avec votre téléphone",
    steps: [
      "Ouvrez Aval sur votre téléphone et scannez ce code.",
      "Lisez la demande, puis tapez votre code personnel.",
    ],
    orDigits: "Pas d'appareil photo ? Tapez dans Aval les chiffres sous le code.",
    digits: "Vos chiffres",
    rule: "Personne ne doit vous demander ces chiffres, ni vous en donner d'autres.",
    cancel: "Annuler la demande",
  },
  linked: {
    title: "C'est fait : ce poste est relié",
    lead: "Il ouvre une heure à la fois. Demain, votre téléphone vous demandera si vous y travaillez.",
  },
  common: {
    qr: "Code à scanner avec Aval, qui change chaque seconde",
    seen: "Continuez sur votre téléphone",
    seenText: "Le code est lu. La suite se passe sur votre téléphone.",
    minutes: "Il reste environ {} minutes.",
    seconds: "Il reste {} secondes au plus.",
    check: "Voir où cela en est",
  },
  checks: [
    "Ce poste est-il encore dans « Mes logiciels » ? Sinon, reliez-le de nouveau.",
    "Sans usage depuis quatre mois, il s'endort : reliez-le de nouveau.",
  ],
});

const inEnglish: typeof inFrench = {
  card: {
    title: "This desk, linked to your phone",
    lead: "Linked once, it needs your identifier no more. Copied elsewhere, this link opens nothing.",
    link: "Link this desk",
    another: "Link this desk to somebody else",
    named: (name) => `Sign in: ${name}`,
    since: (time) => `Sign in (linked at ${time})`,
  },
  linking: {
    title: "Link this desk to your phone",
    steps: [
      "Open Aval on your phone.",
      "Touch “Scan to sign in”, and scan this code.",
      "Answer the question, wait thirty seconds, type your code.",
    ],
    machine: (name) => `Your phone will show this desk under the name “${name}”.`,
    rule: "Does somebody on the phone ask you to? Scan nothing, and hang up.",
    cancel: "Do not link",
  },
  asking: {
    title: "Scan this code with your phone",
    steps: [
      "Open Aval on your phone and scan this code.",
      "Read the request, then type your personal code.",
    ],
    orDigits: "No camera? Type the digits below the code in Aval.",
    digits: "Your digits",
    rule: "Nobody may ask you for these digits, nor give you others.",
    cancel: "Cancel the request",
  },
  linked: {
    title: "Done: this desk is linked",
    lead: "It opens one hour at a time. Tomorrow, your phone will ask whether you work there.",
  },
  common: {
    qr: "Code to scan with Aval, which changes every second",
    seen: "Go on on your phone",
    seenText: "The code was read. The rest happens on your phone.",
    minutes: "About {} minutes are left.",
    seconds: "{} seconds at most are left.",
    check: "See where it stands",
  },
  checks: [
    "Is this desk still in “My software”? If not, link it again.",
    "Unused for four months, it falls asleep: link it again.",
  ],
};

/** By language, French first. */
export const linkedWords = { fr: inFrench, en: inEnglish } as const;
