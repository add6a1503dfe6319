import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { enrol, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a request is refused by the first tap, without the code; each of four answers says what to do next", async () => {
  const world = await startWorld("refusal");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  await scan(phone, computer.page);

  const refuse = phone.page.getByRole("button", { name: "Ce n'est pas moi" });
  const goOn = phone.page.getByRole("button", { name: /^Continuer$/ });
  const [refusing, going] = [await refuse.boundingBox(), await goOn.boundingBox()];
  assert(refusing && going && refusing.y < going.y, "refusing comes first");
  assert.deepEqual(
    [refusing.width, refusing.height],
    [going.width, going.height],
    "and is as large",
  );

  await refuse.click();
  await heading(computer.page, "C'est refusé. Personne n'est entré.");
  await computer.screen("computer-refused");
  await sees(phone.page, "C'est refusé. Personne n'est entré.");
  await phone.screen("phone-why");
  await tap(phone.page, "Quelqu'un me l'a demandé au téléphone");
  await phone.screen("phone-refused-on-call");
  await tap(phone.page, "Vérifier cet appel");
  await heading(phone.page, "Raccrochez. Aval ne vous appelle pas.");
  await tap(phone.page, "J'ai raccroché");
  await sees(phone.page, "Refusée : quelqu'un le demandait au téléphone");
  await phone.screen("phone-home-after-refusal");

  const refusedAgain = async (answer: string) => {
    await tap(computer.page, "Recommencer avec un nouveau code");
    await scan(phone, computer.page);
    await refuse.click();
    await tap(phone.page, answer);
  };
  await refusedAgain("Je n'ai rien demandé");
  await sees(phone.page, "Vous avez bien fait");
  await phone.screen("phone-refused-not-me");
  await tap(phone.page, "Bloquer mon accès");
  await heading(phone.page, "Bloquer votre accès partout ?");
  await tap(phone.page, "Garder mon accès");

  await refusedAgain("C'était un collègue, ou un autre de mes appareils");
  await sees(phone.page, "Un collègue entre avec son propre accès");
  await phone.screen("phone-refused-other");
  await tap(phone.page, "Revenir à l'accueil");

  await refusedAgain("Je me suis trompé");
  await sees(phone.page, "C'est noté");
  await phone.screen("phone-refused-mistake");
  await tap(phone.page, "Revenir à l'accueil");

  type Alert = { kind: string; nationalId: string; caseDue?: boolean; because?: readonly string[] };
  const alerts = await world.server.avalJson<readonly Alert[]>("desk", "alerts");
  assert.deepEqual(
    alerts.map(({ kind, nationalId, because }) => [kind, nationalId, because]),
    [
      ["not_me", pharmacist.nationalId, ["caller", "not_own_place"]],
      ["not_me", pharmacist.nationalId, ["not_own_place", "second_in_a_day"]],
      ["not_me", pharmacist.nationalId, ["not_own_place", "second_in_a_day"]],
    ],
    "what was taken back is no alert",
  );

  await tap(computer.page, "Revenir au service");
  await heading(computer.page, "Vous n'êtes pas connecté");
  await computer.screen("register-denied");
});
