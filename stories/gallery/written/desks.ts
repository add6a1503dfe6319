import type { Desk } from "../../../apps/server/src/modules/help/desk-line.ts";
import { desksPage } from "../../../apps/server/src/modules/help/desk-pages.ts";
import { instant } from "../../../apps/server/src/platform/time.ts";
import type { Lang } from "../wall.ts";

type Frame = Parameters<typeof desksPage>[0];

const office: Desk = {
  authority: "Ordre des pharmaciens",
  name: "Guichet régional fictif de la Nouvelle-Aquitaine et des Charentes réunies",
  address: "3 quai de l'Exemple, escalier B, deuxième étage",
  postcode: "33000",
  town: "Portfictif-sur-Garonne",
  telephone: "0536490012",
  hours: [
    [[510, 720]],
    ...Array.from({ length: 4 }, () => [[510, 720] as const, [810, 1020] as const]),
    [],
    [],
  ],
  closures: [["2026-12-24", "2027-01-02"]],
  acts: ["telephone", "rouvrir", "coordonnees"],
  source: "liste fictive du 3 novembre 2026",
};
const night: Desk = {
  ...office,
  authority: "Centre hospitalier de Villefictive",
  name: "Bureau des accès, hall A",
  hours: Array.from({ length: 7 }, () => [[0, 1439] as const]),
  acts: ["telephone"],
};
const reunion: Desk = { ...office, name: "Guichet de l'océan", postcode: "97400", telephone: "" };

/** The list of desks: none loaded, a few, one département, and too many to show at once. */
export function deskStates(frame: Frame, now: number) {
  const many = Array.from({ length: 40 }, (_, n) => ({
    ...office,
    postcode: `${String(n + 10).padStart(2, "0")}000`,
  }));
  const page = (desks: readonly Desk[], department?: string) => (lang: Lang) =>
    desksPage(frame, lang, { desks, department, now: instant(now) });
  return {
    "": page([office, night, reunion]),
    none: page([]),
    department: page([office, night, reunion], "974"),
    many: page(many),
  };
}
