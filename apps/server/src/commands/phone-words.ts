import type { AccountEvent } from "@aval/protocol";
import { eventWords } from "../../../authenticator/src/history/words.ts";
import { messages } from "../../../authenticator/src/messages.ts";
import { nearest } from "#platform/settings";

/** What `aval phone`, a program apart, is lent of words: an event as the phone's own page says it, and the word that was meant. */
export const phoneWords = {
  nearest,
  eventWords: (event: AccountEvent): string =>
    `${eventWords(event, messages.fr)} / ${eventWords(event, messages.en)}`,
};
