import { type IconName, iconClass, icons } from "./icons.ts";
import { markPaths } from "./logo.ts";

/** Makes one element of whatever library draws the page: `h` of Preact, for instance. */
type Make<Node> = (
  tag: string,
  properties: Readonly<Record<string, string>>,
  ...children: Node[]
) => Node;

/**
 * The icons and the mark as components, for pages that a library draws. This package knows none: it is given `h`.
 *
 * `more`: icons that only one page has, drawn in the same manner.
 */
export function drawings<Node, Own extends string = never>(
  make: Make<Node>,
  more = {} as Readonly<Record<Own, string>>,
) {
  const paths: Readonly<Record<IconName | Own, string>> = { ...icons, ...more };
  const decorative = { "aria-hidden": "true", focusable: "false" };

  /** Decorative: a word is always beside it. `large`: alone in a panel, drawn thinner. */
  function Icon({ name, large = false }: { name: IconName | Own; large?: boolean }): Node {
    const box = { viewBox: "0 0 24 24", width: "24", height: "24", ...decorative };
    const path = make("path", { d: paths[name] });
    return make("svg", { class: iconClass(name, large), ...box }, path);
  }

  function Mark(): Node {
    const box = { viewBox: "0 0 32 32", width: "32", height: "32", ...decorative };
    const leg = make("path", { class: "mark-leg", d: markPaths.leg });
    const tick = make("path", { class: "mark-tick", d: markPaths.tick });
    return make("svg", { class: "mark", ...box }, leg, tick);
  }

  return { Icon, Mark };
}
