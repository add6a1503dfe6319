/**
 * A refusal is a value: what can go wrong though the code is right (expired, unknown, wrong code). What is a bug or a
 * broken machine is thrown. Each refusal has a row in `src/errors.ts`.
 */
export type Outcome<T, R extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: R };

export function done<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function deny<R extends string>(refusal: R): { readonly ok: false; readonly refusal: R } {
  return { ok: false, refusal };
}
