import { PhoneRefusal } from "@aval/protocol";
import { createDesk } from "#modules/desk";
import { days } from "#platform/time";
import * as acts from "../../phone/acts.ts";
import { beginPhone } from "../../phone/new-phone.ts";
import { awaited, code, type Play, secondsSince, type Stage } from "./stage.ts";
import { newVisitor } from "./visitor.ts";

/**
 * *L'appel*: somebody who says they are the support has a holder do all they ask. They try to make the holder's phone their own, then
 * read digits out, and are refused on the third try. What the digits opened is R1 (DESIGN section 11), and it is said.
 */
export const call: Play = async (stage) => {
  const { beside, tell, holder } = stage;
  const desk = createDesk({ db: beside.db, clock: beside.clock });
  const victim = await holder();
  tell(
    `${victim.name} décroche : « Ici le support. » Cette personne fera tout ce qu'on lui demande.`,
    `${victim.name} answers the telephone. "This is the support." They will do all they are asked.`,
  );

  const foreign = await foreignPhones(stage);
  tell(
    `L'appelant essaie ${foreign.tries} façons d'activer son propre téléphone : ${foreign.active} y parvient.`,
    `The caller tries ${foreign.tries} ways to activate a phone of their own: ${foreign.active} of them works.`,
  );

  const caller = await newVisitor(beside.config.origins.login, beside.random);
  const signIn = await caller.open();
  await caller.act(signIn, "begin");
  const { digits = "" } = await caller.act(signIn, "digits");
  await acts.take(victim.at, { digits });
  await acts.approve(victim.at, code);
  const { rights } = await caller.act(signIn, "begin");
  const isIn = await caller.conclude(signIn);
  tell(
    `Il dicte ses chiffres, ${victim.name} les tape et accepte : ${isIn && rights === "reduced" ? "un service ouvert, droits réduits, une heure" : "rien"} (R1).`,
    `They dictate their digits, ${victim.name} types and accepts: ${isIn && rights === "reduced" ? "an open service, reduced rights, one hour" : "nothing"} (R1).`,
  );

  const second = await caller.open();
  await caller.act(second, "begin");
  const again = await caller.act(second, "digits");
  await acts.take(victim.at, { digits: again.digits ?? "" });
  const inCases = async () =>
    (await desk.cases(days(30))).reduce((sum, { alerts }) => sum + alerts, 0);
  const before = await inCases();
  const start = performance.now();
  await acts.refuse(victim.at, "on_call");
  tell(
    `La deuxième fois, ${victim.name} touche « Quelqu'un me l'a demandé au téléphone ».`,
    `The second time, ${victim.name} taps "Someone on the telephone asked me".`,
  );
  await awaited("the alert", async () =>
    (await desk.alerts(days(1))).find(({ nationalId }) => nationalId === victim.nationalId),
  );
  await awaited("the case", async () => ((await inCases()) > before ? true : undefined));
  const seconds = secondsSince(start);
  return {
    number: foreign.active,
    fr: `${foreign.active} téléphone activé par l'appelant. Un dossier est ouvert ${seconds} s après le geste.`,
    en: `${foreign.active} phones activated by the caller. A case is open ${seconds} s after the tap.`,
    more: { tries: foreign.tries, seconds },
  };
};

/** What a caller can do with a phone of their own and everything that a holder can read out: whether any comes to be active. */
async function foreignPhones({ strangerPhone }: Stage) {
  const ways = [
    // It asks for itself, and chooses the code that the holder says.
    async () => {
      const { world, phone } = strangerPhone();
      const asked = await beginPhone(phone, "Téléphone de l'appelant");
      await phone.setCode(asked.ik, asked.device, code, world.randomBytes(32));
      return phone.enrolmentStatus(asked.ik, asked.enrolment);
    },
    // It takes digits for what a page of ours shows.
    async () => {
      const { phone } = strangerPhone();
      const asked = await beginPhone(phone, "Téléphone de l'appelant", "123456");
      return phone.enrolmentStatus(asked.ik, asked.enrolment);
    },
  ];
  let active = 0;
  for (const way of ways) {
    const status = await way().catch((fault: unknown) => {
      if (fault instanceof PhoneRefusal) return undefined;
      throw fault;
    });
    if (status?.state === "active") active += 1;
  }
  return { tries: ways.length, active };
}
