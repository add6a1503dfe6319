import type { DeviceId, LinkId } from "./ids.ts";
import { isId } from "./ids.ts";
import type { InstalledSoftware, PlaceView, purposes } from "./messages.ts";

/**
 * Linking an installation of strict software: the program shows an animated QR, its holder's full phone scans it, and half a minute
 * later the holder confirms with the code. From then on this installation, and no copy of it, asks for its holder.
 */

type Stamped = { readonly iat: number; readonly jti: string };

/** By `IK`: I saw this frame of a program that wants to be linked. Fixes who may confirm it, before anything is shown. */
export type InstallationLinkMessage = Stamped & {
  readonly v: typeof purposes.installationLink;
  readonly device: DeviceId;
  /** The text of the frame, as scanned. */
  readonly frame: string;
};

/** By `IK` and `UK`, 30 seconds or more after the scan: link it. */
export type InstallationConfirmMessage = Stamped & {
  readonly v: typeof purposes.installationConfirm;
  readonly device: DeviceId;
  readonly link: LinkId;
  /** The answer to the call question; `true` links nothing. */
  readonly onCall: false;
  /** The evaluation that gave `UK`, so that the PIN service can reset its count for this one only. */
  readonly evaluation: string;
};

/** By `IK`: somebody on the telephone asked for it. Ends the link for good; no code, stopping is cheap. */
export type InstallationStopMessage = Stamped & {
  readonly v: typeof purposes.installationStop;
  readonly device: DeviceId;
  readonly link: LinkId;
};

/** What the phone shows before its holder confirms. Times are seconds since the epoch on the server's clock. */
export type LinkAnswer = {
  readonly link: LinkId;
  /** The `client_id`, its name and the registered product behind it: from the registry. */
  readonly client: string;
  readonly name: string;
  readonly publisher?: string;
  /** Which machine the program says it runs on: declared. */
  readonly machine?: string;
  readonly network: PlaceView["network"];
  /** When it may be confirmed, from and until. */
  readonly notBefore: number;
  readonly until: number;
};
export type LinkConfirmAnswer = { readonly installation: InstalledSoftware };
export type LinkStopAnswer = { readonly stopped: true };

/**
 * One frame: `AVALL1.<link id>.<frame number>.<mac>`. The number counts whole seconds since the link was opened; the MAC (16 bytes,
 * base64url) is made with a secret that never leaves the server, over id, number and the thumbprint of the installation's key.
 */
export type LinkFrame = { readonly link: LinkId; readonly number: number; readonly mac: string };

export function linkFrameText({ link, number, mac }: LinkFrame): string {
  return `AVALL1.${link}.${number}.${mac}`;
}

/** The frame, or `undefined` for any other text. */
export function parseLinkFrame(text: string): LinkFrame | undefined {
  const match = /^AVALL1\.(lnk_[0-9a-z]{26})\.(0|[1-9][0-9]{0,5})\.([A-Za-z0-9_-]{22})$/.exec(text);
  const [, link, number, mac] = match ?? [];
  if (!isId("lnk", link) || number === undefined || mac === undefined) return undefined;
  return { link, number: Number(number), mac };
}

/** The bytes a frame's MAC covers. */
export function linkFrameInput(link: LinkId, number: number, key: string): string {
  return `aval.link-frame.v1\n${link}\n${number}\n${key}`;
}

/**
 * What a program is answered at the link endpoints, beside errors as OAuth has them. Seconds; `interval`: how often it asks for the
 * next frame.
 */
export type LinkBegun = {
  readonly link: LinkId;
  readonly expires_in: number;
  readonly interval: number;
};
export type LinkState =
  | { readonly state: "shown"; readonly frame: string }
  /** Scanned: its holder is asked on the phone. `expired`, `cancelled`: begin anew. */
  | { readonly state: "claimed" | "expired" | "cancelled" }
  /** `login_hint_token`: what this installation asks by from now on, with proof of its key; `expires_in` in seconds. */
  | { readonly state: "linked"; readonly login_hint_token: string; readonly expires_in: number };

/** What a backchannel request of strict software is answered, beyond CIBA's own members: the digits to show. */
export type StrictAsked = { readonly aval_code: string };
/** The frame to show of such a request; without one, somebody has scanned, or its time is over: poll. */
export type StrictFrame = { readonly frame?: string };
