import type { Lang } from "@aval/design";
import type { Problem, WorkstationView } from "@aval/protocol";

/** What the page of a workstation shows: its frame until a registrar has signed, then for whom it stands there. */
export type WorkstationModel = {
  readonly lang: Lang;
  /** The last answer; none yet while the page opens. */
  readonly view: WorkstationView | undefined;
  readonly problem: Problem | undefined;
  /** The server did not answer the last time. A frame that may be older than three seconds is not shown. */
  readonly isDown: boolean;
};

export type WorkstationEvent =
  | { readonly event: "told"; readonly view: WorkstationView }
  | { readonly event: "denied"; readonly problem: Problem }
  | { readonly event: "down" }
  | { readonly event: "began_again" }
  | { readonly event: "spoke"; readonly lang: Lang };

export const firstWorkstation = (lang: Lang): WorkstationModel => ({
  lang,
  view: undefined,
  problem: undefined,
  isDown: false,
});

export function updateWorkstation(
  model: WorkstationModel,
  event: WorkstationEvent,
): WorkstationModel {
  switch (event.event) {
    case "told":
      return { ...model, view: event.view, problem: undefined, isDown: false };
    case "denied":
      return { ...model, problem: event.problem, isDown: false };
    case "down":
      return { ...model, isDown: true };
    case "began_again":
      return firstWorkstation(model.lang);
    case "spoke":
      return { ...model, lang: event.lang };
  }
}

/** Whether the page has anything to ask: once it is registered, nothing moves any more. */
export const asks = ({ view, problem }: WorkstationModel): boolean =>
  problem === undefined && view?.workstation === undefined;

export type WorkstationScreen = "opening" | "offered" | "registered" | "denied";

export function workstationScreenOf({ view, problem }: WorkstationModel): WorkstationScreen {
  if (problem) return "denied";
  if (view?.workstation) return "registered";
  return view ? "offered" : "opening";
}
