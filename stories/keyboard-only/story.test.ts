import assert from "node:assert/strict";
import { test } from "node:test";
import { digitsOn, heading } from "../support/computer.ts";
import { press, write } from "../support/keyboard.ts";
import { code } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("with a keyboard alone a phone is added, digits are shown and typed, a request approved, another refused", async () => {
  const world = await startWorld("keyboard-only");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const { page: phone } = await world.openPhone();
  await phone.goto(world.server.authenticator);
  await press(phone, "Ajouter ce téléphone");
  await press(phone, "Continuer sans installer");
  await write(phone, "Chercher par nom, identifiant ou histoire", pharmacist.nationalId);
  await press(phone, new RegExp(pharmacist.nationalId));
  await press(phone, "Me présenter au guichet");
  await write(phone, /^Code personnel$/, code);
  await write(phone, "Le même code, une seconde fois", code, "Enter");
  await press(phone, "Aller à l'accueil");

  const { page: computer } = await world.openComputer();
  await computer.goto(world.server.register);
  await press(computer, "Me connecter avec Aval");
  await press(computer, "Afficher des chiffres à taper");

  await press(phone, "Je ne peux pas scanner");
  await write(phone, "Chiffres affichés", await digitsOn(computer), "Enter");
  await press(phone, "Ce n'est pas moi");
  await press(phone, "Je me suis trompé");
  await heading(computer, "C'est refusé. Personne n'est entré.");
  await heading(phone, "C'est refusé. Personne n'est entré.");

  await press(computer, "Recommencer avec un nouveau code");
  await press(phone, "Revenir à l'accueil");
  await press(phone, "Je ne peux pas scanner");
  await write(phone, "Chiffres affichés", await digitsOn(computer), "Enter");
  await write(phone, "Votre code personnel", code, "Enter");
  await heading(phone, "C'est accepté");
  await heading(computer, new RegExp(`${pharmacist.name}$`));
});
