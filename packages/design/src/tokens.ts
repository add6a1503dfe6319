/**
 * The colours of Aval, by their names in `aval.css`, light then dark. The stylesheet is the copy that pages use; a
 * test holds that both agree and that every pair that meets on a screen keeps its contrast.
 */
export const colours = {
  paper: { light: "#f5f0e6", dark: "#0f1e1b" },
  sheet: { light: "#fffdf8", dark: "#172a26" },
  well: { light: "#ece5d6", dark: "#0a1714" },
  ink: { light: "#17302b", dark: "#f0eadd" },
  "ink-quiet": { light: "#4b5d57", dark: "#adbeb7" },
  line: { light: "#ddd3bf", dark: "#2c423c" },
  edge: { light: "#768780", dark: "#71877f" },
  act: { light: "#0e5a50", dark: "#7fd3c1" },
  "act-hover": { light: "#0a463e", dark: "#a3e2d4" },
  "on-act": { light: "#ffffff", dark: "#06211c" },
  panel: { light: "#0c4a42", dark: "#0a2f2a" },
  "on-panel": { light: "#fbf4e4", dark: "#f0eadd" },
  accent: { light: "#b3661b", dark: "#f0b161" },
  refuse: { light: "#93321f", dark: "#ffac97" },
  "refuse-ground": { light: "#fbeae4", dark: "#3a1d17" },
  good: { light: "#1c5e33", dark: "#96dba9" },
  "good-ground": { light: "#e6f1e4", dark: "#14301f" },
  warning: { light: "#754a00", dark: "#f3c476" },
  "warning-ground": { light: "#fbf0d6", dark: "#362812" },
  focus: { light: "#1746a2", dark: "#ffd166" },
} as const;

export type Colour = keyof typeof colours;

/**
 * Pairs that meet, foreground on ground, with the least contrast they keep: 4.5 for text (WCAG 1.4.3), 3 for edges
 * of controls, marks and the focus ring (1.4.11).
 */
export const pairs: readonly {
  readonly on: Colour;
  readonly ink: Colour;
  readonly least: 3 | 4.5;
}[] = [
  ...(["paper", "sheet", "well"] as const).flatMap((on) => [
    { on, ink: "ink", least: 4.5 } as const,
    { on, ink: "ink-quiet", least: 4.5 } as const,
    { on, ink: "act", least: 4.5 } as const,
    { on, ink: "refuse", least: 4.5 } as const,
    { on, ink: "focus", least: 3 } as const,
    { on, ink: "edge", least: 3 } as const,
    { on, ink: "accent", least: 3 } as const,
  ]),
  { on: "act", ink: "on-act", least: 4.5 },
  { on: "panel", ink: "on-panel", least: 4.5 },
  { on: "act-hover", ink: "on-act", least: 4.5 },
  { on: "good-ground", ink: "good", least: 4.5 },
  { on: "good-ground", ink: "ink", least: 4.5 },
  { on: "warning-ground", ink: "warning", least: 4.5 },
  { on: "warning-ground", ink: "ink", least: 4.5 },
  { on: "refuse-ground", ink: "refuse", least: 4.5 },
  { on: "refuse-ground", ink: "ink", least: 4.5 },
];

/** White cells around a QR code, in modules. ISO/IEC 18004 section 6.3.8. */
export const quietZoneModules = 4;
