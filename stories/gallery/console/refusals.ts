import type { RefusalView } from "@aval/protocol";
import type { Model } from "../../../apps/console/src/state.ts";
import { hours, me } from "./people.ts";

/** A refusal by its reference as an agent reads it: not yet asked for, about somebody, about nobody known. */
const agent = { ...me, roles: ["agent"], acts: ["see_cases", "call_people", "read_refusals"] };
const reference = "k7qf-2m9d";
const view: RefusalView = {
  ...{ reference, refusal: "holder_stopped", at: hours(2) },
  step: { fr: "Ajouter un téléphone", en: "Adding a phone" },
  person: { initials: "M. D. M. L.", nationalId: "•••••••••017" },
  signs: {
    ...{ called_now: true, stopped: true, adding_phone: false, new_phone: true },
    ...{ contact_changed: false, refused: false, reported_call: false, several_cases: false },
  },
  shown: {
    fr: "L'accès est suspendu. Votre historique dit pourquoi et comment rouvrir.",
    en: "Access is suspended. Your history says why and how to reopen it.",
  },
  expected: { fr: "Un accès ouvert, sans arrêt en cours.", en: "An open access, with no stop." },
  received: {
    fr: "Un arrêt tient : pause, blocage, gel ou appel.",
    en: "A stop holds: pause, block, freeze or call.",
  },
  say: {
    fr: "L'application dit qui peut rouvrir, et quand. Je ne peux rien rouvrir.",
    en: "The app says who can reopen, and when. I can reopen nothing.",
  },
};
const { person: _person, signs: _signs, ...nobody } = view;
const at = (refusal: RefusalView | undefined, more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me: agent, route: { section: "refusals", ...(refusal && { reference }) } },
  ...{ content: refusal ? { refusal } : {}, ...more },
});

export const refusalStates: Readonly<Record<string, Partial<Model>>> = {
  "": at(undefined),
  found: at(view),
  nobody: at({
    ...nobody,
    ...{ service: "Ordonnances-Demo", refusal: "approval_expired" },
    step: { fr: "Se connecter à un service", en: "Signing in to a service" },
  }),
};
