import { parseArgs } from "node:util";
import { nearest } from "#platform/settings";
import { Misuse } from "./misuse.ts";

type Option = {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  readonly short?: string;
  readonly default?: string | boolean;
};
export type Options = Readonly<Record<string, Option>>;

/** What was typed after a command's words. */
export type Arguments<T extends Options> = {
  readonly values: ReturnType<typeof parseArgs<{ options: T }>>["values"];
  readonly words: readonly string[];
};

/**
 * Reads options and words as the command's page names them, and refuses the rest in our sentences: those of Node are in
 * English alone. `wordsMax`: how many words that are no option it takes.
 */
export function readArguments<const T extends Options>(
  argv: readonly string[],
  options: T,
  wordsMax = 0,
): Arguments<T> {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === "option") requireOption(token, options);
  refuseMore(positionals, wordsMax);
  return { values: values as Arguments<T>["values"], words: positionals };
}

/** The words an action takes, each as its page names it, and no more. */
export function takeWords<const Names extends readonly string[]>(
  words: readonly string[],
  names: Names,
): { readonly [Name in keyof Names]: string } {
  refuseMore(words, names.length);
  for (const [index, name] of names.entries()) if (!words[index]) throw missing(name);
  return words as unknown as { readonly [Name in keyof Names]: string };
}

function refuseMore(words: readonly string[], wordsMax: number): void {
  const extra = words[wordsMax];
  if (extra !== undefined)
    throw new Misuse(`« ${extra} » est de trop.`, `"${extra}" is one too many.`);
}

/** What a command's first word asks of it. */
export function actionOf<Action>(
  given: string | undefined,
  actions: Readonly<Record<string, Action>>,
): Action {
  const found = given !== undefined && Object.hasOwn(actions, given) ? actions[given] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(actions);
  const names = known.join(" | ");
  if (given === undefined)
    throw new Misuse(`Il manque l'action : ${names}.`, `The action is missing: ${names}.`);
  const meant = nearest(given, known);
  throw new Misuse(
    `« ${given} » n'est pas une action : ${names}.${meant ? ` Vouliez-vous dire « ${meant} » ?` : ""}`,
    `"${given}" is not an action: ${names}.${meant ? ` Did you mean "${meant}"?` : ""}`,
  );
}

type OptionToken = {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
};

function requireOption(token: OptionToken, options: Options): void {
  const { name, rawName, value, inlineValue } = token;
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) throw unknownOption(rawName, Object.keys(options));
  if (option.type === "boolean" && value !== undefined)
    throw new Misuse(`${rawName} ne prend pas de valeur.`, `${rawName} takes no value.`);
  if (option.type !== "string") return;
  if (value === undefined || value === "") throw missing(`${rawName} …`);
  // "--out --json" forgot the file; "--out=--json" means it.
  if (!inlineValue && value.startsWith("-") && value !== "-") throw missing(`${rawName} …`);
}

function unknownOption(given: string, known: readonly string[]): Misuse {
  const meant = nearest(given.replace(/^-+/, ""), known);
  return new Misuse(
    `Option inconnue : ${given}.${meant ? ` Vouliez-vous dire --${meant} ?` : ""}`,
    `Unknown option: ${given}.${meant ? ` Did you mean --${meant}?` : ""}`,
  );
}

/** The value among those that an option takes. */
export function oneOf<T extends string>(option: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === given);
  if (found) return found;
  throw notAllowed(option, given, allowed.join(" | "));
}

/** A whole number within its bounds. */
export function wholeNumber(option: string, given: string, least: number, most: number): number {
  const value = /^[0-9]{1,10}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw notAllowed(option, given, `${least} … ${most}`);
}

export function notAllowed(option: string, given: string, allowed: string): Misuse {
  return new Misuse(
    `${option} : « ${given} » n'est pas permis (${allowed}).`,
    `${option}: "${given}" is not allowed (${allowed}).`,
  );
}

/** What the command cannot do without. `what` is how its page names it. */
export function missing(what: string): Misuse {
  return new Misuse(`Il manque ${what}.`, `${what} is missing.`);
}
