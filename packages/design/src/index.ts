/**
 * The visual family of Aval: one stylesheet (`@aval/design/aval.css`), a mark, a few icons, and server pages.
 *
 * Pages served to strangers obey `style-src 'self'` and Trusted Types: nothing here writes an inline style or script.
 * A server finds the stylesheet with `import.meta.resolve("@aval/design/aval.css")` and serves it at
 * `/assets/aval.css`; pages built by Vite import it.
 *
 * The identity is our own: a deep green panel beside plain words. It must never look like a site of a State. Reasons and
 * rules: docs/design.md.
 */
export * from "./drawings.ts";
export * from "./help.ts";
export * from "./html.ts";
export * from "./icons.ts";
export * from "./logo.ts";
export * from "./page.ts";
export * from "./qr.ts";
export * from "./times.ts";
export * from "./tokens.ts";
export * from "./typography.ts";
