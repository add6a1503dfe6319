import {
  type InstalledSoftware,
  isId,
  type LinkAnswer,
  PhoneRefusal,
  parseLinkFrame,
  type SoftwareAnswer,
} from "@aval/protocol";
import type { Phoning, Shown } from "./acts.ts";
import { PhoneFault, PhoneMisuse } from "./fault.ts";
import { identityOf, readState, writeState } from "./state-file.ts";

/** The holder's software and what could be added, as the phone's page lists them. */
export async function software({ phone, path }: Phoning): Promise<SoftwareAnswer> {
  return phone.software(await identityOf(await readState(path)));
}

/** "Ajouter mon logiciel", with the code. Whoever types this says that no caller asked for it. */
export async function addSoftware(
  { phone, path }: Phoning,
  client: string,
  code: string,
): Promise<SoftwareAnswer> {
  if (!/^[0-9]{6}$/.test(code)) throw new PhoneFault("phone_code_shape");
  return phone.addSoftware(await identityOf(await readState(path)), client, code);
}

/** Takes software away and ends what it opened: no code. By its `client`, all of it; or one linked installation, by its id. */
export async function removeSoftware(
  { phone, path }: Phoning,
  which: string,
): Promise<SoftwareAnswer> {
  const identity = await identityOf(await readState(path));
  if (!isId("ins", which)) return phone.removeSoftware(identity, which);
  const { mine } = await phone.software(identity);
  const one = mine.find(({ id }) => id === which);
  if (!one?.place) return phone.removeSoftware(identity, one?.client ?? which);
  await phone.endPlace(identity, one.place.id);
  return phone.software(identity);
}

/** What came of linking a program: scanned and waiting for its 30 seconds, linked, or a caller asked for it. */
export type Linking =
  | { readonly state: "waiting"; readonly link: LinkAnswer }
  | { readonly state: "stopped" }
  | { readonly state: "linked"; readonly installation: InstalledSoftware };

/** Scans a program that wants to be linked, and remembers it for `link`. */
export async function scanLink({ phone, path }: Phoning, frame: string): Promise<Linking> {
  if (!parseLinkFrame(frame.trim())) throw new PhoneFault("phone_not_a_frame");
  const state = await readState(path);
  const link = await phone.scanLink(await identityOf(state), frame.trim());
  await writeState(path, { ...state, link });
  return { state: "waiting", link };
}

/**
 * Links what was scanned last, with the code, once its 30 seconds are over: the command waits for nobody. Whoever types this says that
 * no caller asked for it; with `onCall` they say that one did, and it ends for good.
 */
export async function link(
  { phone, path }: Phoning,
  given: { readonly code: string } | { readonly onCall: true },
): Promise<Linking> {
  const { link: scanned, ...state } = await readState(path);
  if (!scanned)
    throw new PhoneMisuse(
      "Aucun logiciel n'a été scanné : aval phone scan --frame …",
      "No software was scanned: aval phone scan --frame …",
    );
  const identity = await identityOf(state);
  if ("onCall" in given) {
    await phone.stopLink(identity, scanned.link);
    await writeState(path, state);
    return { state: "stopped" };
  }
  if (!/^[0-9]{6}$/.test(given.code)) throw new PhoneFault("phone_code_shape");
  try {
    const { installation } = await phone.confirmLink(identity, scanned.link, given.code);
    await writeState(path, state);
    return { state: "linked", installation };
  } catch (fault) {
    if (!(fault instanceof PhoneRefusal)) throw fault;
    if (fault.code === "link_too_soon") return { state: "waiting", link: scanned };
    if (fault.code === "link_over") await writeState(path, state);
    throw fault;
  }
}

/** Claims the request whose two digits the holder's software shows, and remembers it for `approve` and `refuse`. */
export async function search(
  { phone, path }: Phoning,
  number: string,
  elsewhere: boolean,
): Promise<Shown> {
  if (!/^[0-9]{2}$/.test(number)) throw new PhoneFault("phone_number_shape");
  const state = await readState(path);
  const claimed = await phone.search(await identityOf(state), number, elsewhere);
  await writeState(path, { ...state, claimed });
  return claimed;
}
