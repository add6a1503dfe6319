import { createHash } from "node:crypto";

/**
 * The four words of an enrolment, drawn from its id and the phone's key once that key is committed.
 *
 * They are a check for two people in one room, never the binding (law 1): they are L1, anybody can read them aloud.
 */
export function wordsFor(enrolment: string, ikThumbprint: string): readonly string[] {
  const digest = createHash("sha256").update(`aval.words.v1\n${enrolment}\n${ikThumbprint}`).digest();
  return [0, 2, 4, 6].map((offset) => words[digest.readUInt16BE(offset) % words.length] as string);
}

/** Short, concrete French nouns without accents, told apart by ear. 128 of them: 28 bits in four. */
const words = [
  "abeille", "abricot", "agneau", "aiguille", "amande", "ananas", "ancre", "arbre", "armoire", "avion", "bagage", "balcon",
  "balle", "bambou", "banane", "barque", "bateau", "biche", "bijou", "biscuit", "bocal", "bougie", "boussole", "bouton",
  "branche", "brique", "brosse", "buffle", "cabane", "cactus", "cahier", "canard", "canoe", "carafe", "carotte", "cascade",
  "castor", "cerise", "chaise", "chameau", "chapeau", "chemin", "cheval", "cigale", "citron", "cloche", "colombe", "corail",
  "coussin", "crabe", "crayon", "cuivre", "cygne", "dauphin", "diamant", "domino", "dragon", "drapeau", "enclume", "escalier",
  "fanfare", "fenouil", "ficelle", "figue", "flacon", "flamme", "fontaine", "fourmi", "framboise", "fromage", "gazelle", "girafe",
  "goyave", "grenouille", "grillon", "guitare", "hamac", "hamster", "harpe", "hibou", "horloge", "igloo", "jardin", "jasmin",
  "kiwi", "koala", "lampe", "lanterne", "lavande", "lilas", "limace", "lionne", "loutre", "lune", "maison", "mandarine",
  "marmite", "melon", "menthe", "miroir", "moulin", "mouton", "muguet", "nuage", "olive", "orage", "orange", "oreiller",
  "panda", "papillon", "parasol", "pelican", "pendule", "persil", "phare", "piano", "pirate", "poivre", "prune", "radeau",
  "raisin", "renard", "requin", "rivage", "sapin", "savon", "tambour", "tulipe",
] as const;
