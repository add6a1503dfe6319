import type { ConsoleMe } from "@aval/protocol";

/** Who is in the console's pictures, and when: names as long as they come. */

/** Seconds of the server's clock. */
export const now = 1_795_162_320;
export const hours = (count: number) => now - count * 3_600;
export const id = <P extends string>(prefix: P, count: number) =>
  `${prefix}_${String(count).padStart(26, "0")}` as `${P}_${string}` as never;

export const me: ConsoleMe = {
  name: "Anne-Charlotte de Kermadec-Lanvollon",
  scope: "order:pharmaciens",
  roles: ["registrar", "operator", "analyst"],
  acts: [
    "see_cases",
    "work_cases",
    "enrol",
    "look_letters_through",
    "keep_contacts",
    "agree_import",
    "see_team",
  ],
  endsAt: now + 8 * 3_600,
};

export const holder = {
  name: "Dr Marie-Antoinette DE MONTIGNY-LENCOUP-SAINTE-COLOMBE",
  nationalId: "899700000017",
};
