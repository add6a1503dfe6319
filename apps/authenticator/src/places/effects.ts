import { type ApprovalId, type Phone, type PhoneIdentity, PhoneRefusal } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import type { Vault } from "../keys/vault.ts";
import { troubleOf } from "../trouble.ts";
import type { Candidate, PlaceCommand } from "./request.ts";

export type PlaceDeps = {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly vault: Vault;
  readonly dispatch: Dispatch;
  /** Lets the screen draw what it is about to wait for: deriving the code's key occupies a phone for a while. */
  readonly breathe: () => Promise<void>;
};

/** Runs what a screen about places asked for, and answers with one event at most. */
export async function runPlaces(deps: PlaceDeps, command: PlaceCommand): Promise<void> {
  const { phone, identity, vault, dispatch } = deps;
  try {
    switch (command.command) {
      case "load_places":
        return await load(deps);
      case "offer_place":
        return await offer(deps, command.candidate);
      case "decline_place":
        return await decline(deps, command.approval);
      case "keep_making":
        return await vault.keepMaking(command.making);
      case "make_place": {
        const place = await phone.makePlace(await identity(), command.approval, command.people);
        return dispatch({ event: "place_made", place });
      }
      case "confirm_place": {
        await deps.breathe();
        const place = await phone.confirmPlace(await identity(), command.place, command.code);
        return dispatch({ event: "place_aged", place });
      }
      case "end_place":
        await phone.endPlace(await identity(), command.place);
        return dispatch({ event: "place_ended", place: command.place });
    }
  } catch (thrown) {
    const of = "place" in command ? { place: command.place } : {};
    dispatch({ event: "place_failed", trouble: troubleOf(thrown), ...of });
  }
}

async function load({ phone, identity, dispatch }: PlaceDeps): Promise<void> {
  try {
    dispatch({ event: "places_known", list: await phone.places(await identity()) });
  } catch (thrown) {
    dispatch({ event: "places_failed", trouble: troubleOf(thrown) });
  }
}

async function offer(
  { phone, identity, dispatch }: PlaceDeps,
  candidate: Candidate,
): Promise<void> {
  const answer = await phone.offerPlace(await identity(), candidate.approval, false);
  if ("stopped" in answer) throw new PhoneRefusal("phone_other_answer");
  const { notBefore, until } = answer;
  dispatch({ event: "place_offered", making: { ...candidate, notBefore, until } });
}

const declineTries = 5;
const declinePauseMs = 3000;

/** Told for the record: the flow is over on this phone whether or not the message arrives, so nothing waits for it. */
async function decline({ phone, identity }: PlaceDeps, approval: ApprovalId): Promise<void> {
  for (let tries = 1; tries <= declineTries; tries++) {
    try {
      await phone.offerPlace(await identity(), approval, true);
      return;
    } catch (thrown) {
      if (troubleOf(thrown).kind !== "offline") return;
      await new Promise((resolve) => setTimeout(resolve, declinePauseMs));
    }
  }
}
