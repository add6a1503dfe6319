/**
 * HTML as text, escaped by construction.
 *
 * Everything interpolated into `html` is escaped, unless it is itself the result of `html`. There is no way to pass a
 * string through unescaped: a professional's name or a service's label can never become markup.
 *
 * Attributes are written between double quotes, always. A value used as an address is checked with `href`.
 */
const brand: unique symbol = Symbol("html");

/** A piece of HTML that is safe to send: made by `html`, `join` or `nothing` only. */
export type Html = { readonly [brand]: true; readonly text: string };

/** What may stand in a template. `false` and `undefined` say nothing, so that `condition && html…` reads well. */
export type Piece = Html | string | number | false | undefined | readonly Piece[];

/** Tagged template: ``html`<p>${name}</p>` ``. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let text = strings[0] ?? "";
  pieces.forEach((piece, index) => {
    text += rendered(piece) + (strings[index + 1] ?? "");
  });
  return made(text);
}

/** Says nothing. */
export const nothing: Html = made("");

/** The text with `& < > " '` as character references (safe in content and between quotes). */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => references[character] ?? character);
}

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * An address that may stand in a link: a path of this origin, http or https. Anything else gives `#`.
 *
 * Addresses of services come from their registration; a `javascript:` one would run with our page's rights.
 */
export function href(address: string): string {
  if (/^\/(?![/\\])/.test(address)) return address;
  const url = URL.parse(address);
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url.href : "#";
}

function made(text: string): Html {
  return { [brand]: true, text };
}

function rendered(piece: Piece): string {
  if (piece === undefined || piece === false) return "";
  if (typeof piece === "string") return escaped(piece);
  if (typeof piece === "number") return String(piece);
  if (isHtml(piece)) return piece.text;
  return piece.map(rendered).join("");
}

function isHtml(piece: Html | readonly Piece[]): piece is Html {
  return brand in piece;
}
