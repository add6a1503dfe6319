import { readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";

/** A sub-command, loaded only when it is asked for: `aval phone` then runs without the server, and can do nothing that a phone cannot. */
export type Entry = {
  /** The words that name it, after `aval`. */
  readonly words: string;
  readonly fr: string;
  readonly en: string;
  readonly load: () => Promise<Command>;
};

const from = (module: Promise<{ readonly command: Command }>): Promise<Command> =>
  module.then(({ command }) => command);

const phone = async (): Promise<Command> => {
  const { phoneCommand, phoneOptions, phonePages, phoneUsage } = await import(
    "../phone/command.ts"
  );
  const { phoneWords } = await import("./phone-words.ts");
  return {
    usage: phoneUsage,
    pages: phonePages,
    run: (argv) => {
      const { values, words } = readArguments(argv, phoneOptions, Number.POSITIVE_INFINITY);
      const { stdout, stderr, stdin, env } = process;
      return phoneCommand(values, words, { stdout, stderr, stdin, env, ...phoneWords });
    },
  };
};

/** Every sub-command. */
export const entries: readonly Entry[] = [
  {
    words: "sandbox",
    fr: "démarrer le bac à sable",
    en: "start the sandbox",
    load: () => from(import("./sandbox.ts")),
  },
  {
    words: "sandbox clock",
    fr: "avancer l'horloge du bac à sable",
    en: "move the sandbox's clock",
    load: () => from(import("./sandbox-clock.ts")),
  },
  {
    words: "sandbox people",
    fr: "écrire un extrait de personnes fictives",
    en: "write an extract of fictional people",
    load: () => from(import("./sandbox-people.ts")),
  },
  {
    words: "sandbox card",
    fr: "faire la carte à puce d'une personne du bac à sable",
    en: "make the smart card of somebody of the sandbox",
    load: () => from(import("./sandbox-card.ts")),
  },
  {
    words: "sandbox wallet",
    fr: "ouvrir un portefeuille d'identité à côté du bac à sable",
    en: "open an identity wallet beside the sandbox",
    load: () => from(import("./sandbox-wallet.ts")),
  },
  {
    words: "sandbox demo",
    fr: "jouer une démonstration",
    en: "play a demonstration",
    load: () => from(import("./sandbox-demo.ts")),
  },
  {
    words: "serve",
    fr: "servir (production)",
    en: "serve (production)",
    load: () => from(import("./serve.ts")),
  },
  {
    words: "init",
    fr: "faire les clés d'un déploiement",
    en: "make a deployment's keys",
    load: () => from(import("./init.ts")),
  },
  {
    words: "migrate",
    fr: "mettre la base à jour",
    en: "bring the database up to date",
    load: () => from(import("./migrate.ts")),
  },
  {
    words: "import rpps",
    fr: "lire un extrait du RPPS",
    en: "read an RPPS extract",
    load: () => from(import("./import.ts")),
  },
  {
    words: "import contacts",
    fr: "lire un fichier de coordonnées d'une autorité d'enregistrement",
    en: "read a registration authority's file of contact details",
    load: () => from(import("./import-contacts.ts")),
  },
  {
    words: "contacts",
    fr: "donner, lister, retirer les clés des programmes d'autorités",
    en: "give, list, remove keys of authorities' programs",
    load: () => from(import("./contacts.ts")),
  },
  {
    words: "import holders",
    fr: "lire qui avait un moyen avant le premier jour",
    en: "read who had a means before the first day",
    load: () => from(import("./import-holders.ts")),
  },
  {
    words: "import desks",
    fr: "lire la liste des guichets et leurs horaires",
    en: "read the list of desks and their hours",
    load: () => from(import("./import-desks.ts")),
  },
  {
    words: "client",
    fr: "ajouter, lister, montrer, retirer des services et leurs clés",
    en: "add, list, show, remove services and their keys",
    load: () => from(import("./client.ts")),
  },
  {
    words: "workstation",
    fr: "enregistrer, lister, retirer les postes d'un établissement",
    en: "register, list, remove an establishment's workstations",
    load: () => from(import("./workstation.ts")),
  },
  {
    words: "idp",
    fr: "ajouter, lister, confirmer, retirer les fournisseurs d'identité des établissements",
    en: "add, list, confirm, remove the identity providers of establishments",
    load: () => from(import("./idp.ts")),
  },
  {
    words: "staff",
    fr: "ajouter, inviter, lister, suspendre le personnel",
    en: "add, invite, list, suspend the staff",
    load: () => from(import("./staff.ts")),
  },
  {
    words: "desk",
    fr: "lire les alertes et les envois",
    en: "read the alerts and what is to be sent",
    load: () => from(import("./desk.ts")),
  },
  {
    words: "config check",
    fr: "vérifier les réglages",
    en: "check the settings",
    load: () => from(import("./config-check.ts")),
  },
  {
    words: "doctor",
    fr: "examiner ce déploiement",
    en: "examine this deployment",
    load: () => from(import("./doctor.ts")),
  },
  {
    words: "backup",
    fr: "sauvegarder la base et les clés",
    en: "back up the database and the keys",
    load: () => from(import("./backup.ts")),
  },
  {
    words: "restore",
    fr: "restaurer une sauvegarde",
    en: "put a backup back",
    load: () => from(import("./restore.ts")),
  },
  {
    words: "keys",
    fr: "lister, renouveler, retirer les clés",
    en: "list, rotate, retire keys",
    load: () => from(import("./keys.ts")),
  },
  {
    words: "pin-service",
    fr: "le service PIN, à part",
    en: "the PIN program, apart",
    load: () => from(import("./pin.ts")),
  },
  {
    words: "pin-copy",
    fr: "essayer une copie de la clé du service PIN",
    en: "test a copy of the PIN program's key",
    load: () => from(import("./pin-copy.ts")),
  },
  { words: "phone", fr: "un téléphone sans écran", en: "a phone without a screen", load: phone },
  {
    words: "audit verify",
    fr: "vérifier le journal d'audit, ou un fichier de preuves",
    en: "verify the audit log, or a file of proofs",
    load: () => from(import("./audit-verify.ts")),
  },
  {
    words: "audit bundle",
    fr: "écrire les preuves d'une personne dans un fichier",
    en: "write the proofs about a person into a file",
    load: () => from(import("./audit-bundle.ts")),
  },
  {
    words: "audit key",
    fr: "afficher la clé du journal, pour un témoin",
    en: "print the log's key, for a witness",
    load: () => from(import("./audit-key.ts")),
  },
];
