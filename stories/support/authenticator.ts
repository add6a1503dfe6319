import type { CDPSession, Page } from "playwright-core";

/** A security key or a computer's own authenticator, as Chromium plays one; its holder touches it and gives its code at once. */
export type VirtualKey = { readonly client: CDPSession; readonly authenticatorId: string };

type Transport = "usb" | "internal";

/** `usb`: one carries it; `internal`: of the computer or the phone. `isCopied`: into an account; else its hardware holds the key. */
export async function plugIn(
  page: Page,
  transport: Transport,
  isCopied = transport === "internal",
): Promise<VirtualKey> {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: isCopied,
      defaultBackupState: isCopied,
    },
  });
  return { client, authenticatorId };
}

export async function unplug({ client, authenticatorId }: VirtualKey): Promise<void> {
  await client.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
}

/** Takes what it holds to another computer, as one carries a security key, or as an account copies a passkey. */
export async function carry(
  from: VirtualKey,
  to: Page,
  transport: Transport,
  isCopied?: boolean,
): Promise<VirtualKey> {
  const { authenticatorId } = from;
  const { credentials } = await from.client.send("WebAuthn.getCredentials", { authenticatorId });
  await unplug(from);
  const there = await plugIn(to, transport, isCopied);
  for (const credential of credentials)
    await there.client.send("WebAuthn.addCredential", {
      authenticatorId: there.authenticatorId,
      credential,
    });
  return there;
}
