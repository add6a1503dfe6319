import assert from "node:assert/strict";
import { test } from "node:test";
import { messages as loginWords } from "../../apps/login/src/messages.ts";
import { listenTo } from "../support/announcements.ts";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a phone reads the animated code off a computer's window, and its holder enters the register", async () => {
  const world = await startWorld("sign-in-by-scanning");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  const heardOnPhone = await listenTo(phone.page);
  await enrol(phone, world.server.authenticator, pharmacist);
  await phone.screen("phone-home");

  const computer = await world.openComputer();
  const heardOnComputer = await listenTo(computer.page);
  await askToSignIn(computer.page, world.server.register);
  await computer.screen("computer-scan");

  await scan(phone, computer.page);
  await phone.screen("phone-question");
  await heading(computer.page, "Continuez sur votre téléphone");
  await computer.screen("computer-claimed");
  assert.equal(
    await computer.page.getByText(pharmacist.name).count(),
    0,
    "nobody is named before they approve",
  );

  await answerWith(phone.page, code);
  await heading(phone.page, "C'est accepté");
  await phone.screen("phone-approved");
  await heading(computer.page, "C'est accepté");
  await computer.screen("computer-approved");
  await heading(computer.page, new RegExp(`^Bonjour, .*${pharmacist.name}$`));
  await computer.screen("register-inside");

  const { spoken } = loginWords.fr;
  assert.deepEqual(
    heardOnComputer.filter((words) => !isTimeLeft(words)),
    [spoken.scan, spoken.claimed, spoken.approved],
    "the computer tells each change once",
  );
  const request = heardOnPhone.slice(heardOnPhone.indexOf("Code lu. Votre demande arrive…"));
  assert.deepEqual(
    request.filter((words) => !isTimeLeft(words)),
    ["Code lu. Votre demande arrive…", "Votre code est vérifié…"],
    "the phone tells each change once; the rest is its headings, which take the focus",
  );
  for (const heard of [heardOnComputer, heardOnPhone])
    assert.ok(
      heard.filter(isTimeLeft).length <= 3,
      "the time left is told at marks, not each second",
    );

  await tap(phone.page, "Revenir à l'accueil");
  await tap(phone.page, "Tout l'historique");
  await sees(phone.page, "Connexion, accès réduit");
  await phone.screen("phone-history");
});

function isTimeLeft(words: string): boolean {
  return /^(Il reste|Temps écoulé)/.test(words);
}
