import type { NoticeItem } from "@aval/protocol";
import type { AppEvent, Screen } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/** *Mes avis*: what the holder was told lately, on every address, as it stands at the server. Nothing of it is kept here. */
export type NoticeList = {
  readonly at: "notices";
  readonly items: readonly NoticeItem[] | undefined;
  readonly trouble: Trouble | undefined;
};

export type NoticeEvent =
  | { readonly event: "notices_known"; readonly items: readonly NoticeItem[] }
  | { readonly event: "notices_failed"; readonly trouble: Trouble };

export type NoticeCommand = { readonly command: "load_notices" };

export const noticeList: NoticeList = { at: "notices", items: undefined, trouble: undefined };

/** What happens on the list; everything else leaves it as it is. */
export function stepNotices(screen: NoticeList, event: AppEvent): Screen {
  if (event.event === "notices_known") return { ...noticeList, items: event.items };
  return event.event === "notices_failed" ? { ...screen, trouble: event.trouble } : screen;
}
