import type { Page } from "playwright-core";
import { plugIn } from "./authenticator.ts";
import { heading, tap } from "./computer.ts";
import type { World } from "./world.ts";

/** Opens a link of the staff and proposes a key of one's own there. The four words that the page then says. */
export async function proposeKey(page: Page, link: string): Promise<string[]> {
  await plugIn(page, "usb");
  await page.goto(link);
  await tap(page, "Ajouter ma clé");
  await heading(page, "Lisez vos quatre mots");
  return page.locator(".words li").allTextContents();
}

/** A registrar, or who is asked for, with a key of their own, let in through the doors that theirs would be, at a section of the console. */
export async function enterConsole(
  world: World,
  name: string,
  section: string,
  role: "registrar" | "operator" | "analyst" | "agent" | "insurer" = "registrar",
) {
  const invited = await world.server.avalJson<{ id: string; link: string }>(
    ...["staff", "add", name, "--role", role, "--scope", "national"],
  );
  const window = await world.openComputer({ width: 1440, height: 900 });
  const words = await proposeKey(window.page, invited.link);
  await world.server.avalJson("staff", "confirm", invited.id, ...words);
  await tap(window.page, "Signer avec ma clé");
  await heading(window.page, name);
  await window.page.getByRole("link", { name: section }).first().click();
  await heading(window.page, section);
  return window;
}
