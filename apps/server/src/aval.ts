import type { Command, Io } from "./commands/io.ts";
import { Halt } from "./platform/halt.ts";
import { nearest } from "./platform/settings.ts";

/**
 * The command. Each sub-command is loaded only when it is asked for: `aval phone` then runs without the server, and can
 * do nothing that a phone cannot.
 */
type Entry = {
  /** The words that name it, after `aval`. */
  readonly words: string;
  readonly fr: string;
  readonly en: string;
  readonly load: () => Promise<Command>;
};

const from = (module: Promise<{ readonly command: Command }>): Promise<Command> =>
  module.then(({ command }) => command);

const phone = async (): Promise<Command> => {
  const { phoneCommand, phoneUsage } = await import("./phone/command.ts");
  return { usage: phoneUsage, run: (argv) => phoneCommand(argv, process) };
};

const entries: readonly Entry[] = [
  {
    words: "sandbox",
    fr: "démarrer le bac à sable",
    en: "start the sandbox",
    load: () => from(import("./commands/sandbox.ts")),
  },
  {
    words: "sandbox clock",
    fr: "avancer l'horloge du bac à sable",
    en: "move the sandbox's clock",
    load: () => from(import("./commands/sandbox-clock.ts")),
  },
  {
    words: "sandbox people",
    fr: "écrire un extrait de personnes fictives",
    en: "write an extract of fictional people",
    load: () => from(import("./commands/sandbox-people.ts")),
  },
  {
    words: "serve",
    fr: "servir (production)",
    en: "serve (production)",
    load: () => from(import("./commands/serve.ts")),
  },
  {
    words: "init",
    fr: "faire les clés d'un déploiement",
    en: "make a deployment's keys",
    load: () => from(import("./commands/init.ts")),
  },
  {
    words: "migrate",
    fr: "mettre la base à jour",
    en: "bring the database up to date",
    load: () => from(import("./commands/migrate.ts")),
  },
  {
    words: "import rpps",
    fr: "lire un extrait du RPPS",
    en: "read an RPPS extract",
    load: () => from(import("./commands/import.ts")),
  },
  {
    words: "client",
    fr: "ajouter, lister, montrer, retirer des services",
    en: "add, list, show, remove services",
    load: () => from(import("./commands/client.ts")),
  },
  {
    words: "config check",
    fr: "vérifier les réglages",
    en: "check the settings",
    load: () => from(import("./commands/config-check.ts")),
  },
  {
    words: "doctor",
    fr: "examiner ce déploiement",
    en: "examine this deployment",
    load: () => from(import("./commands/doctor.ts")),
  },
  {
    words: "backup",
    fr: "sauvegarder la base et les clés",
    en: "back up the database and the keys",
    load: () => from(import("./commands/backup.ts")),
  },
  {
    words: "restore",
    fr: "restaurer une sauvegarde",
    en: "put a backup back",
    load: () => from(import("./commands/restore.ts")),
  },
  {
    words: "keys",
    fr: "lister, renouveler, retirer les clés",
    en: "list, rotate, retire keys",
    load: () => from(import("./commands/keys.ts")),
  },
  {
    words: "pin-service",
    fr: "le service PIN, à part",
    en: "the PIN program, apart",
    load: () => from(import("./commands/pin.ts")),
  },
  {
    words: "pin-copy",
    fr: "essayer une copie de la clé du service PIN",
    en: "test a copy of the PIN program's key",
    load: () => from(import("./commands/pin-copy.ts")),
  },
  { words: "phone", fr: "un téléphone sans écran", en: "a phone without a screen", load: phone },
  {
    words: "audit verify",
    fr: "vérifier le journal d'audit",
    en: "verify the audit log",
    load: () => from(import("./commands/audit-verify.ts")),
  },
];

const io: Io = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  env: process.env,
};

async function main(argv: readonly string[]): Promise<number> {
  const found = entries
    .filter(({ words }) => startsWith(argv, words.split(" ")))
    .sort((a, b) => b.words.length - a.words.length)[0];
  if (!found) return withoutCommand(argv);
  const rest = argv.slice(found.words.split(" ").length);
  const command = await found.load();
  if (rest.includes("--help") || rest.includes("-h")) {
    io.out(command.usage);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (fault) {
    return told(fault, command);
  }
}

function startsWith(argv: readonly string[], words: readonly string[]): boolean {
  return words.every((word, index) => argv[index] === word);
}

function withoutCommand(argv: readonly string[]): number {
  const [first] = argv;
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    io.out(overview());
    return first === undefined ? 2 : 0;
  }
  const typed = argv
    .filter((word) => !word.startsWith("-"))
    .slice(0, 2)
    .join(" ");
  const names = entries.map(({ words }) => words);
  const meant =
    nearest(typed, names) ?? nearest(first, names) ?? names.find((name) => name.startsWith(first));
  io.err(
    `Commande inconnue : « ${typed} ».${meant ? ` Vouliez-vous dire « aval ${meant} » ?` : " aval --help les donne toutes."}`,
  );
  io.err(
    `Unknown command: "${typed}".${meant ? ` Did you mean "aval ${meant}"?` : " aval --help lists them all."}`,
  );
  return 2;
}

function overview(): string {
  const lines = entries.map(({ words, fr, en }) => `  aval ${words.padEnd(14)} ${fr} / ${en}`);
  return ["aval COMMANDE [options] ; aval COMMANDE --help", "", ...lines].join("\n");
}

/** A misuse shows the usage; a halt its sentences; anything else is a bug and shows its stack. */
function told(fault: unknown, command: Command): number {
  if (fault instanceof Halt) {
    io.err(fault.sentences());
    return 1;
  }
  if (
    fault instanceof TypeError &&
    String((fault as { code?: string }).code).startsWith("ERR_PARSE_ARGS")
  ) {
    io.err(`${fault.message}\n\n${command.usage}`);
    return 2;
  }
  throw fault;
}

process.exitCode = await main(process.argv.slice(2));
