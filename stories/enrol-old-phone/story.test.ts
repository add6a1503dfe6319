import assert from "node:assert/strict";
import { test } from "node:test";
import { attend } from "../effort/attention.ts";
import { heading, sees, tap } from "../support/computer.ts";
import { chooseCode, signInFirst, wordsOn } from "../support/enrolling.ts";
import { opensPage } from "../support/old-phone.ts";
import { code, enrol } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

const second = "975318";

test("an old phone brings a new one, which waits a day where it can be stopped; the next one is stopped", async () => {
  const world = await startWorld("enrol-old-phone");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const old = await world.openPhone();
  await enrol(old, world.server.authenticator, pharmacist);
  await world.advance("8d");
  await old.page.clock.install();
  const fresh = await world.openPhone();
  const attention = await attend("old phone", "holder", old.context, fresh.context);
  await old.page.goto(world.server.authenticator);

  // The address is ours: the new phone's own camera opens it.
  await fresh.page.goto(await opensPage(world, old.page, code, old.screen));
  const words = await wordsOn(fresh.page);
  await fresh.screen("new-words");
  await heading(old.page, "Tapez les quatre mots de l'autre téléphone");
  await sees(old.page, "Si l'on vous les dicte, c'est une fraude.");
  const field = old.page.getByLabel("Les quatre mots");
  await attention.aside(async () => {
    await field.fill("abeille abeille abeille abeille");
    await tap(old.page, "Ce sont ses mots");
    await sees(old.page, "Ce ne sont pas les quatre mots");
    await old.screen("old-words-wrong");
  });
  await field.fill(words);
  await tap(old.page, "Ce sont ses mots");
  await heading(old.page, "L'autre téléphone attend un jour");
  await old.screen("old-coming");
  await heading(fresh.page, "Votre téléphone attend");
  await sees(fresh.page, "Téléphone à confirmer");
  await fresh.screen("new-waits");
  await attention.aside(async () => {
    await tap(old.page, "Revenir à l'accueil");
    await sees(old.page, "Un nouveau téléphone demande à être le vôtre");
    await old.screen("old-home");
  });

  await world.advance("25h");
  await fresh.page.reload();
  await chooseCode(fresh.page, second);
  await attention.done();
  await heading(fresh.page, "Votre accès est protégé.");
  await signInFirst(world, fresh, second);

  await old.page.goto(world.server.authenticator);
  const third = await world.openPhone();
  await third.page.goto(await opensPage(world, old.page, code));
  await wordsOn(third.page);
  await heading(old.page, "Tapez les quatre mots de l'autre téléphone");
  await tap(old.page, "Retour");
  await tap(old.page, "Arrêter cet ajout");
  await heading(old.page, "C'est arrêté. Ce téléphone n'entrera pas.");
  await old.screen("old-stopped");
  await heading(third.page, "Cet ajout a été arrêté");
  await third.screen("new-stopped");
});
