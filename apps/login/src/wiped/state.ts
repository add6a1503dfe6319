import type { Lang } from "@aval/design";
import type { EnrolmentPlaceView, Problem } from "@aval/protocol";

/** *Mon téléphone a tout oublié*: what to know first, then the code that this phone scans, then how far it is. */
export type WipedModel = {
  readonly lang: Lang;
  /** Its reader asked for the code: before, nothing is opened. */
  readonly hasBegun: boolean;
  /** The last answer; none yet while the page opens. */
  readonly view: EnrolmentPlaceView | undefined;
  readonly problem: Problem | undefined;
  /** The server did not answer the last time. A code that may be too old is not shown. */
  readonly isDown: boolean;
};

export type WipedEvent =
  | { readonly event: "began" }
  | { readonly event: "told"; readonly view: EnrolmentPlaceView }
  | { readonly event: "denied"; readonly problem: Problem }
  | { readonly event: "down" }
  | { readonly event: "stopped" }
  | { readonly event: "spoke"; readonly lang: Lang };

export const firstWiped = (lang: Lang): WipedModel => ({
  lang,
  hasBegun: false,
  view: undefined,
  problem: undefined,
  isDown: false,
});

export function updateWiped(model: WipedModel, event: WipedEvent): WipedModel {
  switch (event.event) {
    case "began":
      return { ...firstWiped(model.lang), hasBegun: true };
    case "told":
      return { ...model, view: event.view, problem: undefined, isDown: false };
    case "denied":
      return { ...model, problem: event.problem, isDown: false };
    case "down":
      return { ...model, isDown: true };
    case "stopped":
      return model;
    case "spoke":
      return { ...model, lang: event.lang };
  }
}

/** Whether the page has anything to ask. */
export const asks = ({ hasBegun, view, problem }: WipedModel): boolean =>
  hasBegun &&
  problem === undefined &&
  view?.shown.state !== "over" &&
  view?.shown.state !== "active";

export type WipedScreen =
  | "before"
  | "opening"
  | "scan"
  | "bound"
  | "proven"
  | "active"
  | "over"
  | "stopped"
  | "stillUsed"
  | "denied";

const ends = { over: "over", stopped: "stopped", still_used: "stillUsed" } as const;

export function wipedScreenOf({ hasBegun, view, problem }: WipedModel): WipedScreen {
  if (problem) return "denied";
  if (!hasBegun) return "before";
  if (!view) return "opening";
  const { shown } = view;
  switch (shown.state) {
    case "open":
      return "scan";
    case "over":
      return ends[shown.why];
    default:
      return shown.state;
  }
}

/** What the phone scans; none while the server is silent. */
export const addressOf = ({ view, isDown }: WipedModel): string | undefined =>
  !isDown && view?.shown.state === "open" ? view.shown.address : undefined;
