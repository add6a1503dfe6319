/**
 * The colours of Aval, by their names in `aval.css`, light then dark. The stylesheet is the copy that pages use; a
 * test holds that both agree and that every pair that meets on a screen keeps its contrast.
 */
export const colours = {
  paper: { light: "#eff3f0", dark: "#0e1714" },
  sheet: { light: "#ffffff", dark: "#16221d" },
  well: { light: "#e4ebe6", dark: "#0b120f" },
  ink: { light: "#12261f", dark: "#e9f1ec" },
  "ink-quiet": { light: "#4a5d54", dark: "#a9bbb2" },
  line: { light: "#d0dad4", dark: "#2b3b34" },
  edge: { light: "#6b7f75", dark: "#748b80" },
  act: { light: "#0a5c48", dark: "#6fd3b0" },
  "act-hover": { light: "#074535", dark: "#97e2c8" },
  "act-ground": { light: "#dcede4", dark: "#12352a" },
  "on-act": { light: "#ffffff", dark: "#04231a" },
  panel: { light: "#0b3d31", dark: "#0e382d" },
  "panel-raised": { light: "#15503f", dark: "#17503f" },
  "on-panel": { light: "#f2f7f4", dark: "#e9f1ec" },
  "on-panel-quiet": { light: "#b9d3c8", dark: "#a3c4b7" },
  accent: { light: "#b45309", dark: "#f2b35c" },
  "accent-on-panel": { light: "#f2b35c", dark: "#f2b35c" },
  refuse: { light: "#a12a17", dark: "#ffab99" },
  "refuse-ground": { light: "#fbe9e5", dark: "#3b1c16" },
  good: { light: "#17612f", dark: "#8fdca6" },
  "good-ground": { light: "#dff1e2", dark: "#12311e" },
  warning: { light: "#744700", dark: "#f4c77a" },
  "warning-ground": { light: "#fdf0d0", dark: "#352812" },
  focus: { light: "#5b21b6", dark: "#ffd166" },
} as const;

export type Colour = keyof typeof colours;

/** Grounds on which running text stands. */
const grounds = [
  "paper",
  "sheet",
  "well",
  "act-ground",
  "good-ground",
  "warning-ground",
  "refuse-ground",
] as const;

type Pair = { readonly on: Colour; readonly ink: Colour; readonly least: 3 | 4.5 };

/**
 * Pairs that meet, foreground on ground, with the least contrast they keep: 4.5 for text (WCAG 1.4.3), 3 for edges
 * of controls, marks and the focus ring (1.4.11). Any text colour may stand on any ground.
 */
export const pairs: readonly Pair[] = [
  ...grounds.flatMap((on) => [
    ...(["ink", "ink-quiet", "act", "act-hover", "refuse", "good", "warning"] as const).map(
      (ink): Pair => ({ on, ink, least: 4.5 }),
    ),
    ...(["focus", "edge", "accent"] as const).map((ink): Pair => ({ on, ink, least: 3 })),
  ]),
  { on: "act", ink: "on-act", least: 4.5 },
  { on: "act-hover", ink: "on-act", least: 4.5 },
  { on: "panel", ink: "on-panel", least: 4.5 },
  { on: "panel", ink: "on-panel-quiet", least: 4.5 },
  { on: "panel", ink: "accent-on-panel", least: 3 },
  { on: "panel-raised", ink: "on-panel", least: 4.5 },
  { on: "panel-raised", ink: "accent-on-panel", least: 3 },
];

/** White cells around a QR code, in modules. ISO/IEC 18004 section 6.3.8. */
export const quietZoneModules = 4;
