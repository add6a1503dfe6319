import type { PasskeyId, PasskeyView } from "@aval/protocol";
import type { AppEvent, Command } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/** *Mes clés*: each with what it is and since when; it goes in one tap, without a code. */
export type PasskeyList = {
  readonly at: "passkeys";
  /** As heard last; nothing is kept on the phone. */
  readonly items: readonly PasskeyView[] | undefined;
  readonly ending: PasskeyId | undefined;
  /** The one that was removed last: said in its stead. */
  readonly ended: PasskeyView | undefined;
  readonly trouble: Trouble | undefined;
};

export type PasskeyEvent =
  | { readonly event: "passkeys_known"; readonly items: readonly PasskeyView[] }
  | { readonly event: "passkeys_failed"; readonly trouble: Trouble }
  | { readonly event: "passkey_end_tapped"; readonly passkey: PasskeyView };

export type PasskeyCommand =
  | { readonly command: "load_passkeys" }
  | { readonly command: "end_passkey"; readonly passkey: PasskeyId };

export const passkeyList: PasskeyList = {
  at: "passkeys",
  items: undefined,
  ending: undefined,
  ended: undefined,
  trouble: undefined,
};

/** What happens on this list; everything else leaves it as it is. */
export function stepPasskeys(
  screen: PasskeyList,
  event: AppEvent,
): { readonly screen: PasskeyList; readonly run: readonly Command[] } {
  switch (event.event) {
    case "passkeys_known": {
      const gone = screen.items?.find(({ id }) => id === screen.ending);
      const isGone = gone && !event.items.some(({ id }) => id === gone.id);
      const ended = isGone ? gone : screen.ended;
      return {
        screen: { ...screen, items: event.items, ending: undefined, ended, trouble: undefined },
        run: [],
      };
    }
    case "passkeys_failed":
      return { screen: { ...screen, ending: undefined, trouble: event.trouble }, run: [] };
    case "passkey_end_tapped": {
      if (screen.ending) return { screen, run: [] };
      const { id } = event.passkey;
      return {
        screen: { ...screen, ending: id, ended: undefined, trouble: undefined },
        run: [{ command: "end_passkey", passkey: id }],
      };
    }
    default:
      return { screen, run: [] };
  }
}
