import assert from "node:assert/strict";
import { newKeyPair, type Phone, type Signer, signerOf, walletReturnIn } from "@aval/protocol";
import { systemRandom } from "#platform/random";
import { type Clock, instant } from "#platform/time";
import { type Civil, civils } from "../sandbox/wallet/credentials.ts";
import { answerWith, openRequest, post, type Sharing } from "../sandbox/wallet/holder.ts";
import { openWalletPki } from "../sandbox/wallet/pki.ts";
import { call, startWallet, statusPath } from "../sandbox/wallet/program.ts";
import { phoneAt } from "./driver.ts";
import type { WholeServer } from "./whole.ts";

/** A new phone that has asked to be enrolled, and is nobody's. */
export type NewPhone = {
  readonly phone: Phone;
  readonly ik: Signer;
  readonly asked: Awaited<ReturnType<Phone["enrol"]>>;
};

export async function newPhone(whole: WholeServer, now: () => number): Promise<NewPhone> {
  const phone = phoneAt(() => whole.phone, now);
  const ik = await signerOf(await newKeyPair());
  return { phone, ik, asked: await phone.enrol(ik, "Téléphone d'essai") };
}

/** The sandbox's wallet beside a whole server: its program, and its holder's side in the test's hands. */
export async function walletBeside(whole: WholeServer) {
  const clock: Clock = { now: () => instant(Date.now()) };
  const pki = await openWalletPki({ dataDir: whole.dataDir }, clock.now(), systemRandom);
  // By its name, not where it was met last: of two servers the outside world knows one address.
  const port = Number(whole.issuer.host.split(":")[1]) + 9;
  const origin = `http://wallet.localhost:${port}`;
  const program = await startWallet({ port, origin, pki, random: systemRandom, clock });
  const people = await civils();
  const issuing = { pki, random: systemRandom, statusAddress: `${origin}${statusPath}` };
  const civil = (nationalId: string): Civil => {
    const found = people.find((one) => one.nationalId === nationalId);
    assert.ok(found, nationalId);
    return found;
  };
  /** What an honest wallet answers to the request at this address, changed as a test says. */
  const respond = async (address: string, sharing: Sharing) => {
    const request = await openRequest(address, call);
    return { request, response: await answerWith(request, issuing, sharing) };
  };
  /** Shares, and gives what the browser is sent back with. */
  const share = async (address: string, sharing: Sharing): Promise<string> => {
    const { request, response } = await respond(address, sharing);
    return returnedIn(await post(request, { response }, call));
  };
  const decline = async (address: string): Promise<string> =>
    returnedIn(await post(await openRequest(address, call), { error: "access_denied" }, call));
  const returnedIn = (redirect: string): string => {
    const returned = walletReturnIn(redirect, `http://${whole.phone.host}`);
    assert.ok(returned, redirect);
    return returned;
  };
  return { ...program, people, civil, respond, share, decline };
}
