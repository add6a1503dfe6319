import { plugIn } from "./authenticator.ts";
import { heading, tap } from "./computer.ts";
import type { World } from "./world.ts";

/** A registrar, or who is asked for, with a key of their own, let in through the doors that theirs would be, at a section of the console. */
export async function enterConsole(
  world: World,
  name: string,
  section: string,
  role: "registrar" | "operator" = "registrar",
) {
  const invited = await world.server.avalJson<{ id: string; link: string }>(
    ...["staff", "add", name, "--role", role, "--scope", "national"],
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
  await window.page.getByRole("link", { name: section }).first().click();
  await heading(window.page, section);
  return window;
}
