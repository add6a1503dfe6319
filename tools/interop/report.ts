import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { type ForeignClient, stepNames } from "./client.ts";
import type { Outcome } from "./run.ts";

/** The line that programs read (DESIGN section 10). */
export function jsonLine(outcomes: readonly Outcome[]): string {
  const clients = outcomes.map(({ name, version, status, why, steps }) => ({
    name,
    version,
    status,
    ...(why === undefined ? {} : { why }),
    steps,
  }));
  return JSON.stringify({ clients });
}

/** The table that people read. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ name, version, status, steps }) => [
    name,
    version,
    ...stepNames.map((step) => (status === "not installed" ? "" : steps[step])),
    status,
  ]);
  const all = [["client", "version", ...stepNames, "status"], ...rows];
  const widths = all[0]?.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const reasons = outcomes.flatMap(({ name, why }) =>
    why === undefined ? [] : [`${name}: ${why}`],
  );
  return [...lines, ...(reasons.length > 0 ? ["", ...reasons] : [])].join("\n");
}

/** What was last seen of each client, wherever it was run. No date and no port, so that a run that changes nothing changes no file. */
export type Results = Readonly<
  Record<string, Omit<Outcome, "name" | "more"> & { readonly more: string }>
>;

/** A client that is not installed here keeps what was seen of it elsewhere. */
export function withOutcomes(results: Results, outcomes: readonly Outcome[]): Results {
  const seen = outcomes
    .filter(({ name, status }) => status !== "not installed" || !(name in results))
    .map(({ name, more, ...rest }) => [name, { ...rest, more: more.join(", ") }] as const);
  return { ...results, ...Object.fromEntries(seen) };
}

/** `docs/interop.md`, from the clients' own files and from what was seen of them. */
export function page(clients: readonly ForeignClient[], results: Results): string {
  const known = clients.flatMap((client) => {
    const result = results[client.name];
    return result ? [{ client, result }] : [];
  });
  const rows = known.map(({ client: { name }, result: { version, status, steps } }) =>
    [`\`${name}\``, version, ...stepNames.map((step) => steps[step]), status].join(" | "),
  );
  return `${[
    opening,
    `| client | version | ${stepNames.join(" | ")} | status |\n|---|---|${"---|".repeat(stepNames.length + 1)}\n${rows
      .map((row) => `| ${row} |`)
      .join("\n")}`,
    "`not offered`: the client has no such feature. `not installed`: it was not on the machine that wrote this page.",
    ...known.map(({ client, result }) => chapter(client, result)),
  ].join("\n\n")}\n`;
}

const opening = `# Clients nobody here wrote

Written by \`npm run interop\`, which starts a sandbox of its own, registers each client with \`aval client add\` as its editor would, and takes it, as it is
published, through four steps. A person with a (virtual) phone approves each sign-in.

| step | passed when |
|---|---|
| sign-in | the client accepted the id_token (nonce, signature, and \`at_hash\` where it looks at it), which is RS256, and names whoever approved in \`SubjectNameID\` |
| refresh | the client holds another access token, and userinfo accepts it |
| userinfo | the client hands on PSC's claims: \`SubjectNameID\`, names, and \`SubjectRefPro\` with its exercises and activities |
| sign-out | the browser is back at the service, userinfo answers 401 to the last token, and the server's own table says that the session was signed out |`;

function chapter(client: ForeignClient, { version, more, why }: Results[string]): string {
  const words = client.registration("http://localhost:8080").map(quoted);
  return [
    `## ${client.name} ${version}`,
    [
      ...client.particular,
      ...(more ? [`Also passed: ${more}.`] : []),
      ...(why ? [`It stopped at ${why}.`] : []),
    ].join(" "),
    `\`\`\`\naval client add ${words.join(" ").replaceAll(" --", " \\\n  --")}\n\`\`\``,
    `\`\`\`${languages[extname(client.source)] ?? ""}\n${configurationOf(client.source)}\n\`\`\``,
  ].join("\n\n");
}

const quoted = (word: string) => (/^[\w:/.-]+$/.test(word) ? word : `'${word}'`);
const languages: Readonly<Record<string, string>> = {
  ".ts": "ts",
  ".conf": "apache",
  ".html": "html",
};

/** What lies between the two comments, or the whole file. */
function configurationOf(source: string): string {
  const text = readFileSync(join(import.meta.dirname, source), "utf8");
  const between = /\/\/ configuration\n([\s\S]*?)\/\/ end of configuration\n/.exec(text)?.[1];
  return (between ?? text).trim();
}
