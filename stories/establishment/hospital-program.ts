import { createInterface } from "node:readline";
import type { JWKS } from "oidc-provider";
import { startHospital } from "../../apps/server/src/testing/hospital.ts";

/*
 * A hospital's own identity provider, as a program apart: node hospital-program.ts CALLBACK JWKS_URI. It says its issuer on one line,
 * then reads, a line each, who sits in front of it: {"nationalId": …, "amr": […]}.
 */
const [callback = "", jwksUri = ""] = process.argv.slice(2);
const jwks = (await (await fetch(jwksUri)).json()) as JWKS;
const hospital = await startHospital({ callback, jwks });
process.stdout.write(`hospital ${hospital.issuer}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  hospital.person = JSON.parse(line);
  process.stdout.write("hospital seated\n");
}
await hospital.close();
