import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { SMTPServer } from "smtp-server";
import { smtpMailer, Undeliverable } from "./mail.ts";
import { Secret } from "./secret.ts";

const servers: SMTPServer[] = [];
after(() =>
  Promise.all(servers.map((one) => new Promise<void>((done) => one.close(() => done())))),
);

/** A server that keeps what it is sent, and refuses a recipient with the code in its name: `550@…`. */
async function receiving(): Promise<{ port: number; received: { to: string; text: string }[] }> {
  const received: { to: string; text: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: ({ address }, _session, callback) => {
      const code = Number(address.split("@")[0]);
      if (!code) return callback();
      callback(Object.assign(new Error("no"), { responseCode: code }));
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join();
        received.push({ to, text: Buffer.concat(chunks).toString() });
        callback();
      });
    },
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { port: (server.server.address() as AddressInfo).port, received };
}

const mail = {
  to: "solene@example.org",
  id: "dlv_1",
  subject: "Un téléphone a été ajouté à votre accès",
  text: "Ce n'était pas vous ?",
  html: "<p>Ce n'était pas vous ?</p>",
};
const mailerTo = (port: number) =>
  smtpMailer({
    url: new Secret(`smtp://127.0.0.1:${port}`),
    from: "Aval <aval@example.org>",
  });

test("a mail arrives with both its parts, as an automatic message of ours that has one name", async () => {
  const { port, received } = await receiving();
  await mailerTo(port).send(mail);
  const [one] = received;
  assert.equal(one?.to, mail.to);
  assert.match(one?.text ?? "", /^From: Aval <aval@example\.org>/m);
  assert.match(one?.text ?? "", /^Message-ID: <dlv_1@example\.org>/m);
  assert.match(one?.text ?? "", /^Auto-Submitted: auto-generated/m);
  assert.match(one?.text ?? "", /multipart\/alternative/);
  assert.match(one?.text ?? "", /text\/plain[\s\S]*text\/html/);
});

test("an address refused for good is told apart from one to try again", async () => {
  const { port } = await receiving();
  await assert.rejects(mailerTo(port).send({ ...mail, to: "550@example.org" }), Undeliverable);
  const later = await mailerTo(port)
    .send({ ...mail, to: "451@example.org" })
    .catch((fault: unknown) => fault);
  assert.ok(later instanceof Error && !(later instanceof Undeliverable));
});

test("nobody adds a recipient or a header through an address", async () => {
  const { port, received } = await receiving();
  const to = "solene@example.org>, <other@example.org\r\nBcc: third@example.org";
  await mailerTo(port)
    .send({ ...mail, to })
    .catch(() => undefined);
  for (const one of received) {
    assert.doesNotMatch(one.to, /,/);
    assert.doesNotMatch(one.text, /^Bcc:/im);
  }
});
