/**
 * What the pages with sections have in common: *Mon accès*, the console. A bar with the brand, the help, the other language and the way
 * out; the sections beside what is read; what went wrong or was done, said where it happened; an act that is asked about in its place.
 *
 * Drawn by Preact, in a browser; the rest of this package knows no library. Each page keeps its own words, sections and model.
 */
export * from "./frame.tsx";
export * from "./parts.tsx";
