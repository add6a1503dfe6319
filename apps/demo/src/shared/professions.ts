import type { Lang } from "@aval/design";

/**
 * Professions in words. Source: code table TRE_G15 of the French health nomenclature, and R95 for titles; the English
 * names are ours.
 */
const professions: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  "10": { fr: "Médecin", en: "Physician" },
  "21": { fr: "Pharmacien", en: "Pharmacist" },
  "26": { fr: "Audioprothésiste", en: "Hearing aid specialist" },
  "28": { fr: "Opticien-lunetier", en: "Optician" },
  "31": { fr: "Assistant dentaire", en: "Dental assistant" },
  "32": { fr: "Physicien médical", en: "Medical physicist" },
  "40": { fr: "Chirurgien-dentiste", en: "Dental surgeon" },
  "50": { fr: "Sage-femme", en: "Midwife" },
  "60": { fr: "Infirmier", en: "Nurse" },
  "69": { fr: "Infirmier psychiatrique", en: "Psychiatric nurse" },
  "70": { fr: "Masseur-kinésithérapeute", en: "Physiotherapist" },
  "71": { fr: "Ostéopathe", en: "Osteopath" },
  "72": { fr: "Psychothérapeute", en: "Psychotherapist" },
  "73": { fr: "Chiropracteur", en: "Chiropractor" },
  "80": { fr: "Pédicure-podologue", en: "Podiatrist" },
  "81": { fr: "Orthoprothésiste", en: "Prosthetist and orthotist" },
  "82": { fr: "Podo-orthésiste", en: "Foot orthotist" },
  "83": { fr: "Orthopédiste-orthésiste", en: "Orthopaedic technician" },
  "84": { fr: "Oculariste", en: "Ocularist" },
  "85": { fr: "Épithésiste", en: "Epithesist" },
  "86": { fr: "Technicien de laboratoire", en: "Laboratory technician" },
  "91": { fr: "Orthophoniste", en: "Speech therapist" },
  "92": { fr: "Orthoptiste", en: "Orthoptist" },
  "93": { fr: "Psychologue", en: "Psychologist" },
  "94": { fr: "Ergothérapeute", en: "Occupational therapist" },
  "95": { fr: "Diététicien", en: "Dietitian" },
  "96": { fr: "Psychomotricien", en: "Psychomotor therapist" },
  "97": { fr: "Conseiller en génétique", en: "Genetic counsellor" },
  "98": { fr: "Manipulateur d'électroradiologie médicale", en: "Radiographer" },
};

export function professionName(code: string, lang: Lang): string {
  return (
    professions[code]?.[lang] ??
    (lang === "fr" ? `Profession ${code || "non précisée"}` : `Profession ${code || "not stated"}`)
  );
}
