/**
 * What a verification can find wrong, in sentences for whoever reads its report: a holder, a lawyer, a judge's expert. The names are what
 * programs compare; `about` in a report says of which fact or key.
 */
export const faultSentences = {
  unreadable: {
    fr: "Ce fichier n'est pas un fichier de preuves d'Aval, ou son texte a été changé.",
    en: "This file is no file of Aval's proofs, or its text was changed.",
  },
  other_root: {
    fr: "La racine de ce fichier n'est pas celle que vous avez donnée.",
    en: "The root in this file is not the one you gave.",
  },
  certificate: {
    fr: "Une clé n'est pas certifiée par la racine.",
    en: "A key is not certified by the root.",
  },
  seal: {
    fr: "Le sceau ne correspond pas : le fichier a été changé après sa remise.",
    en: "The seal does not fit: the file was changed after it was given.",
  },
  checkpoint: {
    fr: "Le point de contrôle n'est pas signé par une clé certifiée.",
    en: "The checkpoint is not signed by a certified key.",
  },
  cosignature: {
    fr: "La ligne d'un témoin ne correspond pas à ce point de contrôle.",
    en: "A witness's line does not fit this checkpoint.",
  },
  order: {
    fr: "Les faits ne sont pas dans l'ordre du journal.",
    en: "The facts are not in the order of the log.",
  },
  span: {
    fr: "Un fait est hors de la période demandée.",
    en: "A fact is outside the span that was asked for.",
  },
  leaf: {
    fr: "Un fait n'est pas celui qui a été inscrit.",
    en: "A fact is not the one that was logged.",
  },
  erased: {
    fr: "La clé d'un fait a été effacée : ce qu'il disait ne se prouve plus.",
    en: "A fact's key was erased: what it said can no longer be proven.",
  },
  inclusion: {
    fr: "Ces faits ne sont pas ceux du point de contrôle.",
    en: "These facts are not those of the checkpoint.",
  },
  context: {
    fr: "Ce que le téléphone a montré manque, ou n'est pas signé par une clé certifiée.",
    en: "What the phone showed is missing, or not signed by a certified key.",
  },
  holder: {
    fr: "Un écran a montré le nom d'une autre personne.",
    en: "A screen showed another person's name.",
  },
  keys: {
    fr: "Le journal ne dit pas que ces clés sont celles de ce téléphone.",
    en: "The log does not say that these keys are this phone's.",
  },
  decision: {
    fr: "Une réponse n'est pas signée sur ce qui a été montré.",
    en: "An answer is not signed over what was shown.",
  },
} as const satisfies Record<string, { fr: string; en: string }>;

export type FaultName = keyof typeof faultSentences;
export type Fault = { readonly fault: FaultName; readonly about: string };
