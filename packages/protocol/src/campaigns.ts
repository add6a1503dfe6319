import type { DrillCount, DrillScene } from "./drills.ts";
import type { CampaignId, PublicNoticeId } from "./ids.ts";

/** Campaigns: one message to a segment of professionals. Times are seconds since the epoch. */

/** By what it goes. `app`: it waits among the notices of a phone, which does not ring for it. */
export const campaignChannels = ["app", "mail", "sms"] as const;
export type CampaignChannel = (typeof campaignChannels)[number];

/**
 * `waiting`: for a second person. `over`: nobody signed in time. `stopped`: somebody stopped it; who had been told, was told.
 */
export const campaignStates = [
  "waiting",
  "sending",
  "done",
  "stopped",
  "withdrawn",
  "over",
] as const;
export type CampaignState = (typeof campaignStates)[number];

/** Whether they have an active phone. */
export const segmentPhones = ["any", "with", "without"] as const;

/** Whom it is for, by closed criteria: never a list of names. What is absent or empty leaves nobody out. */
export type CampaignSegment = {
  /** Codes of TRE_G15. */
  readonly professions: readonly string[];
  /** Codes of départements, of a structure where they exercise. */
  readonly departments: readonly string[];
  /** The technical id of one structure. */
  readonly structure?: string;
  readonly phone: (typeof segmentPhones)[number];
};

export type CampaignWords = { readonly title: string; readonly text: string };
export type CampaignTexts = { readonly fr: CampaignWords; readonly en: CampaignWords };

/** A campaign as its maker writes it. */
export type CampaignGiven = {
  readonly segment: CampaignSegment;
  readonly channels: readonly CampaignChannel[];
  readonly texts: CampaignTexts;
  /** The exercise it carries, drawn by phones once; absent: none. */
  readonly drill?: DrillScene;
};

/** Why a text is not sent. `digits`: three or more, which could be read out. `address`: it leads somewhere. `enables`: a leak class says so. */
export const textFaults = [
  "empty",
  "long",
  "letters",
  "digits",
  "address",
  "placeholder",
  "enables",
] as const;
export type TextFault = (typeof textFaults)[number];
export type CampaignFault = {
  readonly lang: "fr" | "en";
  readonly field: "title" | "text";
  readonly fault: TextFault;
};

/** What it would be, before anything is recorded. `digest`: of segment, channels, texts and count; it comes back with the order. */
export type CampaignPreview = {
  readonly people: number;
  readonly faults: readonly CampaignFault[];
  readonly digest: string;
  /** As each channel shows it; absent while a text has a fault. */
  readonly shown?: {
    readonly app: CampaignTexts;
    readonly mail: { readonly subject: string; readonly text: string };
    readonly sms: string;
  };
};

/** How many messages of one channel stand where. */
export type CampaignReceipts = {
  readonly channel: CampaignChannel;
  readonly waiting: number;
  readonly arrived: number;
  readonly failed: number;
  /** Only where the channel tells it. */
  readonly read?: number;
};

export type CampaignLine = CampaignGiven & {
  readonly campaign: CampaignId;
  readonly state: CampaignState;
  readonly people: number;
  readonly told: number;
  readonly skipped: number;
  readonly by: string;
  readonly isMine: boolean;
  readonly at: number;
  readonly secondedBy?: string;
  /** While it waits: until when it may be signed. */
  readonly until?: number;
  readonly receipts: readonly CampaignReceipts[];
  /** How its exercise went, by profession; nobody is named. Absent: it carries none. */
  readonly counts?: readonly DrillCount[];
};

export type CampaignList = {
  readonly campaigns: readonly CampaignLine[];
  /** Channels that this deployment has. */
  readonly channels: readonly CampaignChannel[];
};

/** `retired`: it stays at its address, and says so. `withdrawn`: before anybody signed. */
export const publicNoticeStates = ["waiting", "published", "retired", "withdrawn", "over"] as const;
export type PublicNoticeState = (typeof publicNoticeStates)[number];

/** What everybody may read, as an operator writes it. */
export type PublicNoticeGiven = { readonly isUrgent: boolean; readonly texts: CampaignTexts };

export type PublicNoticePreview = {
  readonly faults: readonly CampaignFault[];
  readonly digest: string;
  readonly shown?: CampaignTexts;
};

export type PublicNoticeLine = PublicNoticeGiven & {
  readonly notice: PublicNoticeId;
  readonly state: PublicNoticeState;
  readonly by: string;
  readonly isMine: boolean;
  readonly at: number;
  readonly secondedBy?: string;
  readonly publishedAt?: number;
  readonly retiredAt?: number;
  /** Once it is published. */
  readonly address?: string;
  /** While it waits: until when it may be signed. */
  readonly until?: number;
};
export type PublicNoticeList = { readonly notices: readonly PublicNoticeLine[] };
