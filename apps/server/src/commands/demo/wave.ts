import { createDesk } from "#modules/desk";
import { days } from "#platform/time";
import * as acts from "../../phone/acts.ts";
import { awaited, type Holder, type Play, secondsSince } from "./stage.ts";
import { newVisitor } from "./visitor.ts";

/**
 * *Une vague*: one browser that is nobody's relays its sign-in page to many people in turn. Each refuses on their own phone, and what
 * they refuse shares that browser: one case, with all of them in it, before the last has put the phone away.
 */
export const wave: Play = async ({ beside, tell, holder }, { people }) => {
  const desk = createDesk({ db: beside.db, clock: beside.clock });
  const holders: Holder[] = [];
  tell(
    `${people} professionnels ont chacun un téléphone.`,
    `${people} professionals have a phone each.`,
  );
  while (holders.length < people) holders.push(await holder());
  const before = new Set((await desk.cases(days(30))).map(({ held }) => held.id));

  const stranger = await newVisitor(beside.config.origins.login, beside.random);
  const start = performance.now();
  for (const [index, { name, at }] of holders.entries()) {
    const signIn = await stranger.open();
    const { frame = "" } = await stranger.act(signIn, "begin");
    await acts.take(at, { frame });
    await acts.refuse(at, "not_me");
    if (index === 0)
      tell(
        `Le même ordinateur inconnu leur montre sa page. ${name} refuse : « Ce n'est pas moi ».`,
        `The same unknown computer shows them its page. ${name} refuses: "It is not me".`,
      );
    if ((index + 1) % 10 === 0) tell(`${index + 1} refus.`, `${index + 1} refusals.`);
  }
  const [first] = await awaited("one case", async () => {
    const live = (await desk.cases(days(30))).filter(
      ({ held, people: count }) => held.state !== "merged" && count >= people,
    );
    return live.length > 0 ? live : undefined;
  });
  const seconds = secondsSince(start);
  const made = (await desk.cases(days(30))).filter(
    ({ held }) => held.state !== "merged" && held.state !== "closed" && !before.has(held.id),
  ).length;
  tell(
    `Un dossier les réunit : ${beside.config.origins.desk}/dossiers/${first?.held.id}`,
    `One case has them all: ${beside.config.origins.desk}/dossiers/${first?.held.id}`,
  );
  return {
    number: first?.people ?? 0,
    fr: `${first?.people} personnes dans un dossier, ${seconds} s après le premier écran montré. Aucune session ouverte.`,
    en: `${first?.people} people in one case, ${seconds} s after the first screen shown. No session opened.`,
    more: { seconds, newCases: made },
  };
};
