import assert from "node:assert/strict";
import { test } from "node:test";
import { heading, sees } from "../support/computer.ts";
import { enrol, lookAt } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a service that takes no reduced session is not opened from an unknown computer, and both screens say so", async () => {
  const world = await startWorld("rights-denied");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const { clientId } = await world.server.avalJson<{ clientId: string }>(
    "client",
    "add",
    "--name",
    "Dossier de soins",
    "--sensitivity",
    "critical",
    "--redirect-uri",
    "http://localhost/callback",
  );
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const { page, screen } = await world.openComputer();
  const asked = new URL(`${world.server.issuer}/protocol/openid-connect/auth`);
  asked.search = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    scope: "openid scope_all",
    acr_values: "eidas1",
    redirect_uri: "http://localhost/callback",
    state: "state-of-the-service",
    nonce: "nonce-of-the-service",
  }).toString();
  await page.goto(asked.href);
  await page.locator(".qr svg").waitFor();

  await lookAt(phone, page);
  await heading(phone.page, "La demande s'arrête ici. Personne n'est entré.");
  await phone.camera.lookAway();
  await sees(phone.page, "Ce téléphone n'ouvre pas ce service depuis cet ordinateur.");
  await phone.screen("phone-rights-denied");
  await heading(page, "Ce service ne s'ouvre pas ainsi d'ici");
  await sees(page, "Personne n'est entré.");
  await screen("computer-rights-denied");
  assert.equal(
    await page.getByRole("button", { name: "Recommencer avec un nouveau code" }).count(),
    0,
    "a new code would end the same way",
  );
});
