import type { AppEvent, Command, Screen } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/** *Ma carte est perdue ou utilisée sans moi*: one press, no code. `done`: how many sessions a card had opened ended with it. */
export type CardLost = {
  readonly at: "card-lost";
  readonly busy: boolean;
  readonly done: number | undefined;
  readonly trouble: Trouble | undefined;
};

export type CardEvent =
  | { readonly event: "card_lost_tapped" }
  | { readonly event: "card_reported"; readonly sessions: number }
  | { readonly event: "card_failed"; readonly trouble: Trouble };

export type CardCommand = { readonly command: "report_card" };

export const cardLost: CardLost = {
  at: "card-lost",
  busy: false,
  done: undefined,
  trouble: undefined,
};

type CardStep = { readonly screen: Screen; readonly run: readonly Command[] };

/** What happens on this screen; everything else leaves it as it is. */
export function stepCard(screen: CardLost, event: AppEvent): CardStep {
  switch (event.event) {
    case "card_lost_tapped":
      if (screen.busy || screen.done !== undefined) return { screen, run: [] };
      return { screen: { ...cardLost, busy: true }, run: [{ command: "report_card" }] };
    case "card_reported":
      return { screen: { ...cardLost, done: event.sessions }, run: [] };
    case "card_failed":
      return { screen: { ...cardLost, trouble: event.trouble }, run: [] };
    default:
      return { screen, run: [] };
  }
}
