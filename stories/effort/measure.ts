import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { askToSignIn, digitsOn, heading, tap } from "../support/computer.ts";
import { answerWith, code, enrol, lookAt, question } from "../support/phone.ts";
import { answerWho, confirmPlace, skipTheWait, workHere } from "../support/places.ts";
import { startWorld, type Window } from "../support/world.ts";
import { type Acts, type ActCounter, countActs } from "./acts.ts";

/*
 * What each way into a service asks of a person, and how long the machines take: `npm run bench -- --only effort` runs this, and
 * `npm test` does not. The person of these runs takes no time, so that all of it is the machines'. From the service's link to its
 * first page.
 */
const times = Number(process.env["AVAL_EFFORT_TIMES"] ?? 5);
const file = process.env["AVAL_EFFORT_FILE"];

/** `seconds`: of each run after the first, which warms up. */
type Effort = Acts & { readonly path: string; readonly seconds: readonly number[] };

test("what each way in asks of a person", async () => {
  const world = await startWorld("effort");
  const { register, authenticator } = world.server;
  const [holder] = await world.people();
  assert(holder);
  const found: Effort[] = [];

  /** Goes a way several times: what is asked of the person must be the same each time. */
  const measure = async (
    path: string,
    count: ActCounter,
    { go, clean }: { go: () => Promise<void>; clean: () => Promise<void> },
  ) => {
    const seconds: number[] = [];
    let asked: Acts | undefined;
    for (let time = 0; time <= times; time++) {
      count();
      const began = performance.now();
      await go();
      seconds.push((performance.now() - began) / 1000);
      const acts = count();
      assert.deepEqual(acts, asked ?? acts, path);
      asked = acts;
      await clean();
    }
    assert(asked);
    found.push({ path, ...asked, seconds: seconds.slice(1) });
    if (file) await writeFile(file, JSON.stringify(found));
  };

  const phone = await world.openPhone();
  const computer = await world.openComputer();
  const count = await countActs(phone.context, computer.context);
  await enrol(phone, authenticator, holder);

  const inside = ({ page }: Pick<Window, "page">) => heading(page, new RegExp(`${holder.name}$`));
  const allow = async () => {
    await question(phone.page);
    await phone.camera.lookAway();
    await answerWith(phone.page, code);
    await inside(computer);
  };
  /** Neither the service nor Aval's session is left; the browser's key is, as on any morning. */
  const leave = ({ context }: Window) => context.clearCookies();
  const home = async () => {
    await tap(phone.page, "Revenir à l'accueil");
    await leave(computer);
  };
  const scan = async () => {
    await askToSignIn(computer.page, register);
    await lookAt(phone, computer.page);
    await allow();
  };

  await measure("scan", count, { go: scan, clean: home });
  await measure("digits", count, {
    go: async () => {
      await askToSignIn(computer.page, register);
      await tap(computer.page, "Afficher des chiffres à taper");
      await heading(computer.page, "Tapez ces chiffres dans Aval, sur votre téléphone");
      await tap(phone.page, "Je ne peux pas scanner");
      await phone.page.getByLabel("Chiffres affichés").fill(await digitsOn(computer.page));
      await tap(phone.page, "Voir la demande");
      await allow();
    },
    clean: home,
  });

  await scan();
  await workHere(phone.page);
  await skipTheWait(world, phone.page);
  await answerWho(phone.page, "Moi seul");
  await home();
  await world.advance("25h");
  await phone.page.reload();
  await scan();
  await home();
  await confirmPlace(phone.page);
  await home();
  await measure("scan, on one's own place", count, { go: scan, clean: home });

  const own = await world.openPhone({ touch: true });
  const countOwn = await countActs(own.context);
  await enrol(own, authenticator, holder);
  await measure("this phone itself", countOwn, {
    go: async () => {
      await own.page.goto(register);
      await own.page.getByRole("link", { name: "Me connecter avec Aval" }).click();
      await tap(own.page, "Continuer sur ce téléphone");
      await question(own.page);
      await answerWith(own.page, code);
      await inside(own);
    },
    clean: () => leave(own),
  });

  const card = join(world.server.folder, "card.p12");
  const { passphrase } = await world.server.avalJson<{ passphrase: string }>(
    ...["sandbox", "card", "--for", holder.nationalId, "--out", card],
  );
  const reader = await world.openComputer({ card: { file: card, passphrase } });
  const countReader = await countActs(reader.context);
  await measure("card", countReader, {
    go: async () => {
      await askToSignIn(reader.page, register);
      await tap(reader.page, "Prendre ma carte");
      await heading(reader.page, "Insérez votre carte dans le lecteur");
      await tap(reader.page, "Continuer avec ma carte");
      await heading(reader.page, "Entrer avec votre carte ?");
      await tap(reader.page, "C'est moi, j'entre");
      await inside(reader);
    },
    clean: () => leave(reader),
  });
});
