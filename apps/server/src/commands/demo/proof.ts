import { faultSentences, verifyBundle } from "#modules/proofs";
import * as acts from "../../phone/acts.ts";
import { bundleOf } from "../audit-bundle.ts";
import { awaited, code, type Play } from "./stage.ts";
import { newVisitor } from "./visitor.ts";

/**
 * *La preuve*: what happened to somebody leaves in a file that verifies without this server. One character of it changed, it says what
 * no longer holds.
 */
export const proof: Play = async ({ beside, tell, holder }) => {
  const person = await holder();
  const browser = await newVisitor(beside.config.origins.login, beside.random);
  const signIn = await browser.open();
  const { frame = "" } = await browser.act(signIn, "begin");
  await acts.take(person.at, { frame });
  await acts.approve(person.at, code);
  await browser.conclude(signIn);
  const refused = await browser.open();
  await acts.take(person.at, { frame: (await browser.act(refused, "begin")).frame ?? "" });
  await acts.refuse(person.at, "not_me");
  tell(
    `${person.name} entre une fois, puis refuse une demande.`,
    `${person.name} signs in once, then refuses a request.`,
  );

  // The sequencer gives each fact its place, and a signed checkpoint covers it, within seconds.
  const { bundle, report } = await awaited("a file that proves both answers", async () => {
    const made = await bundleOf(beside, person.nationalId);
    const read = await verifyBundle(made, {});
    return read.faults.length === 0 && read.proven.answers >= 2
      ? { bundle: made, report: read }
      : undefined;
  });
  const start = performance.now();
  await verifyBundle(bundle, {});
  const milliseconds = Math.round(performance.now() - start);
  const { facts, answers } = report.proven;
  tell(
    `Son fichier de preuves : ${Buffer.byteLength(bundle)} octets, ${facts} faits, ${answers} réponses signées par son téléphone. Vérifié en ${milliseconds} ms, sans serveur.`,
    `Their file of proofs: ${Buffer.byteLength(bundle)} bytes, ${facts} facts, ${answers} answers signed by their phone. Verified in ${milliseconds} ms, without a server.`,
  );

  const forged = bundle.replace("approval_refused", "approval_approved");
  const found = await verifyBundle(forged, {});
  const [fault] = found.faults;
  const says = fault && faultSentences[fault.fault];
  tell(
    `On y change le refus en accord : ${says?.fr ?? "rien n'est vu"}`,
    `The refusal in it is made an approval: ${says?.en ?? "nothing is seen"}`,
  );
  return {
    number: facts,
    fr: `${facts} faits prouvés, et ${found.faults.length > 0 ? "le faux est vu" : "le faux n'est pas vu"}.`,
    en: `${facts} facts proven, and the forgery is ${found.faults.length > 0 ? "seen" : "not seen"}.`,
    more: {
      bytes: Buffer.byteLength(bundle),
      answers,
      milliseconds,
      faultsFound: found.faults.length,
    },
  };
};
