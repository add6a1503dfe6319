import { test } from "node:test";
import { heading } from "../support/computer.ts";
import { startWorld } from "../support/world.ts";

test("without JavaScript the sign-in page says in both languages why it needs it, and what to do", async () => {
  const world = await startWorld("without-javascript");
  const { page, screen } = await world.openComputer({ javaScript: false });
  await page.goto(`${world.server.register}/sign-in`);
  await heading(page, "Cette page a besoin de JavaScript");
  await page.getByRole("heading", { name: "This page needs JavaScript" }).waitFor();
  await screen("computer-without-javascript");
});
