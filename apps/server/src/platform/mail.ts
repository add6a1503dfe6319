import nodemailer from "nodemailer";
import type { Config } from "./config.ts";
import { isLoopback } from "./settings.ts";

/**
 * Mail, as this house sends it: one recipient, a text part always, an HTML part beside it.
 *
 * Whoever can read or hold back somebody's mail is an attacker we name (MailTaker): nothing that is sent enables anything,
 * and whoever must be told is told on every address.
 */
export type Mail = {
  readonly to: string;
  /** Names this delivery: the same when it is tried again, so that one sent twice is one message. */
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** Sends one mail, or throws. */
export type Mailer = { send(mail: Mail): Promise<void> };

/** It will never arrive: the receiving server refused it for good (RFC 5321 section 4.2.1, replies 5yz). */
export class Undeliverable extends Error {}

const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/**
 * By SMTP. In clear only to this machine: elsewhere without TLS nothing is sent, since whoever listens on the way could
 * press *Arrêter* first, or learn who was told what.
 */
export function smtpMailer(settings: NonNullable<Config["mail"]>): Mailer {
  const url = settings.url.reveal();
  const from = settings.from;
  const transport = nodemailer.createTransport(
    {
      url,
      ...patience,
      requireTLS: !url.startsWith("smtps:") && !isLoopback(url),
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  const host = from.slice(from.lastIndexOf("@") + 1).replace(/>$/, "");
  return {
    send: async ({ to, id, subject, text, html }) => {
      try {
        await transport.sendMail({
          to: { name: "", address: to },
          subject,
          text,
          html,
          messageId: `<${id}@${host}>`,
          // Holidays answer everything, and a robot's answer to a notice helps nobody (RFC 3834).
          headers: { "auto-submitted": "auto-generated" },
        });
      } catch (fault) {
        const { responseCode } = fault as { responseCode?: number };
        if (responseCode !== undefined && responseCode >= 500 && responseCode < 600)
          throw new Undeliverable(`refused with ${responseCode}`, { cause: fault });
        throw fault;
      }
    },
  };
}
