import {
  isId,
  type PlaceId,
  type PlaceOfferAnswer,
  type PlacePeople,
  PhoneRefusal,
  type PlaceView,
} from "@aval/protocol";
import type { Phoning } from "./acts.ts";
import { PhoneMisuse } from "./fault.ts";
import { identityOf, readState } from "./state-file.ts";

/** The holder's places, as the phone's page lists them. */
export async function places({ phone, path }: Phoning): Promise<readonly PlaceView[]> {
  return phone.places(await identityOf(await readState(path)));
}

/** What came of asking for a place: it waits for its 30 seconds, is made, or a caller asked for it. */
export type Making =
  | { readonly state: "waiting"; readonly notBefore: number; readonly until: number }
  | { readonly state: "stopped" }
  | { readonly state: "made"; readonly place: PlaceView };

/**
 * "Je travaille ici", for an approval this phone gave by a scan. Said again once the 30 seconds are over, it makes the place:
 * the command waits for nobody.
 */
export async function makePlace(
  { phone, path }: Phoning,
  given: { approval: string; people: PlacePeople; onCall: boolean },
): Promise<Making> {
  const { approval, people, onCall } = given;
  if (!isId("apr", approval)) throw notAnId("--approval", approval);
  const identity = await identityOf(await readState(path));
  const offer: PlaceOfferAnswer = await phone.offerPlace(identity, approval, onCall);
  if ("stopped" in offer) return { state: "stopped" };
  try {
    return { state: "made", place: await phone.makePlace(identity, approval, people) };
  } catch (fault) {
    if (!(fault instanceof PhoneRefusal) || fault.code !== "place_too_soon") throw fault;
    return { state: "waiting", ...offer };
  }
}

/** "Oui, j'y travaille", with the code. */
export async function confirmPlace(
  { phone, path }: Phoning,
  place: string,
  code: string,
): Promise<PlaceView> {
  return phone.confirmPlace(await identityOf(await readState(path)), placeId(place), code);
}

/** Ends a place and its sessions: no code. */
export async function endPlace({ phone, path }: Phoning, place: string) {
  return phone.endPlace(await identityOf(await readState(path)), placeId(place));
}

function placeId(text: string): PlaceId {
  if (!isId("plc", text)) throw notAnId("--place", text);
  return text;
}

const notAnId = (option: string, given: string) =>
  new PhoneMisuse(
    `${option} : « ${given} » n'est pas un identifiant.`,
    `${option}: "${given}" is not an id.`,
  );
