import type { LoginView, Problem } from "@aval/protocol";

/** How a call ended. `down` is worth another try by itself; a `problem` is not. */
export type Answer =
  | { readonly kind: "view"; readonly view: LoginView }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "down"; readonly why: "offline" | "server"; readonly waitSeconds?: number };
