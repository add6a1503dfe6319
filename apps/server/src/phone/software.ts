import type { SoftwareAnswer } from "@aval/protocol";
import type { Phoning, Shown } from "./acts.ts";
import { PhoneFault } from "./fault.ts";
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

/** Takes software away and ends what it opened: no code. */
export async function removeSoftware(
  { phone, path }: Phoning,
  client: string,
): Promise<SoftwareAnswer> {
  return phone.removeSoftware(await identityOf(await readState(path)), client);
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
