import { isCommonCode } from "@aval/protocol";

export type CodeFault = "not_six_digits" | "common" | "differs";

/** What a field may hold besides the code: people paste with spaces. */
export function cleanCode(typed: string): string {
  return typed.replace(/[\s.-]/g, "");
}

export function isCode(typed: string): boolean {
  return /^[0-9]{6}$/.test(typed);
}

/** What is wrong with a code chosen twice, or nothing. Judged on the phone: a code goes nowhere, refused or not. */
export function codeFault(first: string, second: string): CodeFault | undefined {
  if (!isCode(first)) return "not_six_digits";
  if (isCommonCode(first)) return "common";
  return first === second ? undefined : "differs";
}
