import { plugIn } from "./authenticator.ts";
import { heading, tap } from "./computer.ts";
import type { World } from "./world.ts";

/** A registrar's own window: let in by a link on the host and four words, with a key of Chromium's, at the desk's page. */
export async function enterDesk(world: World, name: string) {
  const invited = await world.server.avalJson<{ id: string; link: string }>(
    ...["staff", "add", name, "--role", "registrar", "--scope", "national"],
  );
  const window = await world.openComputer({ width: 1440, height: 900 });
  await plugIn(window.page, "usb");
  await window.page.goto(invited.link);
  await tap(window.page, "Ajouter ma clé");
  await heading(window.page, "Lisez vos quatre mots");
  const words = await window.page.locator(".words li").allTextContents();
  await world.server.avalJson("staff", "confirm", invited.id, ...words);
  await tap(window.page, "Signer avec ma clé");
  await heading(window.page, name);
  await window.page.getByRole("link", { name: "Guichet" }).first().click();
  await heading(window.page, "Guichet");
  return window;
}
