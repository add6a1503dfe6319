import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, isTold, sees, tap } from "../support/computer.ts";
import { code, scan, wrongCode } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("everything a holder reads, on the phone, on the computer and in the register, is there in English too", async () => {
  const world = await startWorld("in-english");
  const [pharmacist] = await world.people();
  assert(pharmacist);

  const phone = await world.openPhone();
  await phone.page.goto(world.server.authenticator);
  await tap(phone.page, "English");
  await tap(phone.page, "Add this phone");
  await tap(phone.page, "Continue without installing");
  await phone.page.getByRole("searchbox").fill(pharmacist.nationalId);
  await tap(phone.page, new RegExp(pharmacist.nationalId));
  await phone.screen("phone-desk");
  await tap(phone.page, "Go to the desk");
  await phone.page.getByLabel("Personal code", { exact: true }).fill(code);
  await phone.page.getByLabel("The same code, a second time").fill(code);
  await tap(phone.page, "Choose this code");
  await tap(phone.page, "Go home");
  await phone.screen("phone-home");

  const computer = await world.openComputer();
  await computer.page.goto(world.server.register);
  await computer.page.getByRole("link", { name: "English" }).click();
  await computer.page.getByRole("link", { name: "Sign in with Aval" }).click();
  await heading(computer.page, "Open Aval on your phone and scan");
  assert.equal(await computer.page.locator("html").getAttribute("lang"), "en");
  await computer.screen("computer-scan");

  await scan(phone, computer.page);
  await phone.page.getByLabel("Your personal code").fill(wrongCode);
  await tap(phone.page, /^Continue$/);
  await isTold(phone.page, "Wrong code. 9 tries left.");
  await phone.screen("phone-wrong-code");
  await phone.page.getByLabel("Your personal code").fill(code);
  await tap(phone.page, /^Continue$/);
  await heading(phone.page, "Accepted");
  assert.equal(await phone.page.locator("html").getAttribute("lang"), "en");
  await heading(computer.page, new RegExp(`^Hello, .*${pharmacist.name}$`));
  await sees(computer.page, "Reduced session: one hour, for this register only.");
  await computer.screen("register-inside");

  await phone.page.reload();
  await heading(phone.page, "Your access is protected.");
});
