import { type ApprovalScreen, type Held, pendingOn, question } from "../approvals/request.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import { denied, goneReason } from "../trouble.ts";
import type { ComingBack, Entering, NoWay } from "./request.ts";

export type Entered = { readonly screen: Screen; readonly run: readonly Command[] };

const shows = (screen: Screen, ...run: Command[]): Entered => ({ screen, run });
const noWay = (why: NoWay["why"], trouble?: NoWay["trouble"]): Entered =>
  shows({ at: "no-way", why, trouble });

/** Whether this request is this phone's own browser's. */
const isHere = ({ context }: Held) => context.transfer === "this_phone";

/** What an event means to a request of this phone's own browser; `undefined` leaves it to the others. */
export function enterThisPhone(model: Model, event: AppEvent): Entered | undefined {
  const { screen } = model;
  if (event.event === "entered") {
    // What came from elsewhere is told as that, whatever this browser holds.
    if (!event.hasPhone) return noWay("pass" in event.entrance ? "no_phone" : event.entrance.why);
    if ("pass" in event.entrance)
      return shows(
        { at: "entering", otherwise: undefined },
        { command: "claim_here", pass: event.entrance.pass },
      );
    return shows(
      { at: "entering", otherwise: event.entrance.why },
      { command: "look_for_pending" },
    );
  }
  if (event.event === "sign_in_page_tapped") return shows(screen, { command: "leave_entry" });
  if (screen.at === "entering") return stepEntering(screen, event);
  if (screen.at === "coming-back") return stepComingBack(screen, event);
  return atHome(model, event) ?? approved(screen, event);
}

function stepEntering(screen: Entering, event: AppEvent): Entered | undefined {
  switch (event.event) {
    case "claimed":
      return shows(question(event.held), { command: "buzz" });
    case "claim_failed":
      // The first answer was lost on the way, or the page was opened again: what was claimed waits for this phone.
      if (["claimed_here", "entry_refused"].includes(denied(event.trouble) ?? ""))
        return shows({ at: "entering", otherwise: "spent" }, { command: "look_for_pending" });
      return goneReason(event.trouble) ? undefined : noWay("refused", event.trouble);
    case "pending_known": {
      const held = event.held.find(isHere);
      if (held) return shows(question(held));
      // With a pass under way this answers an older question: the claim's own answer decides.
      return screen.otherwise ? noWay(screen.otherwise) : shows(screen);
    }
    case "pending_failed":
      return goneReason(event.trouble) ? undefined : noWay("refused", event.trouble);
    default:
      return undefined;
  }
}

function stepComingBack(screen: ComingBack, event: AppEvent): Entered | undefined {
  switch (event.event) {
    case "come_back_failed":
      return shows({ ...screen, trouble: event.trouble });
    case "come_back_tapped":
      return shows(
        { ...screen, trouble: undefined },
        { command: "come_back", approval: screen.approval },
      );
    default:
      return undefined;
  }
}

/** Found on any other page of this phone: only the entry can go back, so it is opened, and finds the request again. */
function atHome({ screen, atEntry }: Model, event: AppEvent): Entered | undefined {
  if (screen.at !== "home" || atEntry) return undefined;
  const held =
    event.event === "pending_known" && screen.opening
      ? event.held[0]
      : event.event === "resume_tapped"
        ? screen.waiting
        : undefined;
  return held && isHere(held) ? shows(screen, { command: "open_entry" }) : undefined;
}

/** Approved, or found to be: back to the sign-in page, which alone can end it. */
function approved(screen: Screen, event: AppEvent): Entered | undefined {
  const weighed = pendingOn(screen as ApprovalScreen);
  if (weighed?.context.transfer !== "this_phone") return undefined;
  const isApproved =
    (event.event === "decided" && event.decision === "approved") ||
    (event.event === "fate_known" && event.item?.state === "approved");
  if (!isApproved) return undefined;
  const { approval, context } = weighed;
  return shows(
    { at: "coming-back", approval, context, trouble: undefined },
    { command: "come_back", approval },
  );
}
