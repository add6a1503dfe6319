import { createHmac } from "node:crypto";
import { toBase64url, type WorkstationFrame, workstationFrameInput } from "@aval/protocol";
import { sameText } from "#platform/secret";

/** The frame of a browser at this second of ours: HMAC-SHA-256, first 16 bytes, under the deployment's own secret. */
export function frameOf(secret: string, browser: string, second: number): WorkstationFrame {
  const mac = createHmac("sha256", secret).update(workstationFrameInput(browser, second)).digest();
  return { browser, second, mac: toBase64url(mac.subarray(0, 16)) };
}

/** Whether we made this frame, in constant time, by any secret that is still accepted. Its age is decided in SQL. */
export function isOurs(frame: WorkstationFrame, secrets: readonly string[]): boolean {
  const { browser, second, mac } = frame;
  return secrets
    .map((secret) => sameText(mac, frameOf(secret, browser, second).mac))
    .includes(true);
}
