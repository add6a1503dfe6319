/** Where French numbers are dialled to, by how overseas numbers begin at home (ARCEP's plan, decision 2018-0881): mobile ranges alone. */
const overseas: readonly (readonly [begins: RegExp, country: string])[] = [
  [/^069[01]/, "590"],
  [/^069[23]/, "262"],
  [/^0639/, "262"],
  [/^0694/, "594"],
  [/^069[67]/, "596"],
];

/** Fiction's range (06 39 98), which Mayotte's 0639 would else take. */
const fiction = /^063998/;

/**
 * A telephone that takes short messages, in E.164; `undefined` for a fixed line, a foreign number and what is no number: a register's
 * are typed by people, and an alert that goes to a stranger abroad helps nobody.
 */
export function mobileNumber(written: string): string | undefined {
  const digits = written.replace(/[\s.()/-]/g, "").replace(/^(\+|00)33\(?0?\)?/, "0");
  const abroad = /^(?:\+|00)(262|590|594|596)0?(6\d{8})$/.exec(digits);
  if (abroad) return `+${abroad[1]}${abroad[2]}`;
  if (!/^0[67]\d{8}$/.test(digits)) return undefined;
  const country = fiction.test(digits)
    ? "33"
    : (overseas.find(([begins]) => begins.test(digits))?.[1] ?? "33");
  return `+${country}${digits.slice(1)}`;
}
