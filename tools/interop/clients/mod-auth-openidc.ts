import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { constants, existsSync, rmSync } from "node:fs";
import { access, chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endChild } from "../../../apps/server/src/testing/programs.ts";
import type { ForeignClient } from "../client.ts";
import type { World } from "../world.ts";

export const modAuthOpenidc: ForeignClient = {
  name: "mod_auth_openidc",
  source: "clients/mod-auth-openidc.conf",
  version,
  install: "apt-get install apache2 libapache2-mod-auth-openidc",
  registration: (origin) => [
    ...["--name", "mod_auth_openidc", "--sensitivity", "open"],
    ...["--redirect-uri", `${origin}/redirect_uri`, "--post-logout-uri", `${origin}/left`],
    ...["--backchannel-logout-uri", `${origin}/redirect_uri?logout=backchannel`],
  ],
  particular: [
    "Apache's module, in a real browser, set as Pro Santé Connect's own demonstration sets it: PSC's discovery document, PKCE, claims as headers.",
    "Left out of that demonstration, since loopback has no TLS: `OIDCProviderAuthorizationEndpoint`, which the module takes with https only (it then uses the discovery document's, which is the same address), and `OIDCClientTokenEndpointCert` and `…Key` (Aval does not ask services for certificates yet).",
    "`OIDCPassIDTokenAs` and `OIDCInfoHook` are added, to see what it holds.",
    "It checks state, nonce, signature and `at_hash`. The refresh is its own `redirect_uri?refresh=`, the sign-out its `redirect_uri?logout=`; nested claims reach the page as JSON in a header.",
    "Back-channel logout: a second browser's session is closed on the phone, and the module, which was told and verified the token, opens the page to that browser no more, and to the first one still.",
  ],
  start,
};

const programs = ["/usr/sbin/apache2", "/usr/sbin/httpd", "/usr/local/sbin/httpd"];
const moduleFolders = [
  "/usr/lib/apache2/modules",
  "/usr/lib64/httpd/modules",
  "/usr/lib/httpd/modules",
];

type Installed = { readonly program: string; readonly modules: string };

/** An Apache that can be started, and the folder that holds the module. */
async function installed(): Promise<Installed | undefined> {
  const modules = moduleFolders.find((folder) => existsSync(join(folder, "mod_auth_openidc.so")));
  for (const program of programs) {
    const canRun = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (canRun && modules) return { program, modules };
  }
  return undefined;
}

/** As the module says it itself: nobody but its own file knows in every distribution. */
async function version(): Promise<string | undefined> {
  const found = await installed();
  if (!found) return undefined;
  const binary = await readFile(join(found.modules, "mod_auth_openidc.so"), "latin1");
  return /mod_auth_openidc-(\d+(?:\.\d+)+)/.exec(binary)?.[1] ?? "unknown";
}

async function start(world: World) {
  const backend = await startBackend();
  const apache = await startApache(world, backend.port).catch(async (fault) => {
    await backend.stop();
    throw fault;
  });
  const page = await world.page();
  const redirectUri = `${world.origin}/redirect_uri`;
  const protectedPage = `${world.origin}/page`;
  const tell = <T>(act: () => Promise<T>) => act().catch((fault) => apache.explain(fault));
  return {
    signIn: () =>
      tell(async () => {
        await page.goto(protectedPage);
        await world.approveOn(page);
        await page.waitForURL(protectedPage);
        const { OIDC_access_token: accessToken = "", OIDC_id_token: idToken = "" } =
          backend.given();
        return { accessToken, idToken };
      }),
    refresh: () =>
      tell(async () => {
        const { OIDC_access_token: before = "" } = backend.given();
        const query = new URLSearchParams({ refresh: protectedPage, access_token: before });
        await page.goto(`${redirectUri}?${query}`);
        if (page.url() !== protectedPage) throw new Error(`sent to ${page.url()}`);
        return backend.given()["OIDC_access_token"] ?? "";
      }),
    userinfo: () =>
      tell(async () => {
        await page.goto(protectedPage);
        const claims = Object.entries(backend.given()).flatMap(([name, value]) =>
          name.startsWith("OIDC_CLAIM_") ? [[name.slice(11), value]] : [],
        );
        return Object.fromEntries(claims) as Record<string, unknown>;
      }),
    more: {
      "its info hook": () =>
        tell(async () => {
          const answer = await page.context().request.get(`${redirectUri}?info=json`);
          const { userinfo } = (await answer.json()) as { userinfo?: Record<string, unknown> };
          if (userinfo?.["SubjectNameID"] !== world.nationalId)
            throw new Error(`it told ${JSON.stringify(userinfo)}`);
        }),
      "back-channel logout": () =>
        tell(async () => {
          const other = await world.page();
          await other.goto(protectedPage);
          await world.approveOn(other);
          await other.waitForURL(protectedPage);
          await world.closeOnPhone();
          const opens = async () => {
            await other.goto(protectedPage);
            return other.url() === protectedPage;
          };
          const deadline = Date.now() + 20_000;
          while (await opens())
            if (Date.now() > deadline)
              throw new Error("the page of the closed session still opens");
          await other.context().close();
          await page.goto(protectedPage);
          if (page.url() !== protectedPage) throw new Error("the other session ended too");
        }),
    },
    signOut: () =>
      tell(async () => {
        const left = `${world.origin}/left`;
        await page.goto(`${redirectUri}?${new URLSearchParams({ logout: left })}`);
        if (page.url() !== left) throw new Error(`sent to ${page.url()}`);
        await page.goto(protectedPage);
        if (page.url() === protectedPage) throw new Error("the page still opens");
      }),
    close: async () => {
      await page.context().close();
      await apache.stop();
      await backend.stop();
    },
  };
}

/** The program behind Apache. It keeps the headers it was given last, spelt as they came. */
async function startBackend() {
  let given: Record<string, string> = {};
  // All claims, and the tokens, come as headers.
  const server = createServer({ maxHeaderSize: 256 * 1024 }, (request, response) => {
    // A browser asks for an icon too.
    if (request.url === "/page") given = headersOf(request.rawHeaders);
    response.end(request.url === "/left" ? "signed out" : "signed in");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    given: () => given,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Apache writes UTF-8, which Node reads as Latin-1. */
function headersOf(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at + 1 < raw.length; at += 2)
    headers[raw[at] ?? ""] = Buffer.from(raw[at + 1] ?? "", "latin1").toString("utf8");
  return headers;
}

const neededModules = [
  ...["mpm_event", "unixd", "authn_core", "authz_core", "authz_user"],
  ...["proxy", "proxy_http", "auth_openidc"],
];
/** `nobody`, in every distribution. */
const nobody = 65_534;

/** An Apache of our own, in the foreground, with a folder of its own: the system's configuration is neither read nor touched. */
async function startApache(world: World, backend: number) {
  const { program, modules } = (await installed()) as Installed;
  const folder = await mkdtemp(join(tmpdir(), "aval-apache-"));
  // Started by root, its children are nobody, who must be able to pass through.
  await chmod(folder, 0o711);
  const template = await readFile(join(import.meta.dirname, "mod-auth-openidc.conf"), "utf8");
  const values: Readonly<Record<string, string>> = {
    folder,
    port: new URL(world.origin).port,
    user: process.getuid?.() === 0 ? `User "#${nobody}"\nGroup "#${nobody}"` : "",
    modules: loading(modules),
    discovery: world.discovery,
    clientId: world.credentials.clientId,
    clientSecret: world.credentials.clientSecret ?? "",
    origin: world.origin,
    passphrase: randomBytes(24).toString("base64url"),
    backend: String(backend),
  };
  const configuration = template.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name) => values[name] ?? "");
  await writeFile(join(folder, "httpd.conf"), configuration, { mode: 0o600 });
  const child = spawn(program, ["-f", join(folder, "httpd.conf"), "-D", "FOREGROUND"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {},
  });
  let printed = "";
  child.stderr.on("data", (text) => (printed += text));
  const stopNow = () => {
    child.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", stopNow);
  const apache = {
    /** The fault, with what Apache says of it. */
    explain: async (fault: unknown): Promise<never> => {
      const log = await readFile(join(folder, "error.log"), "utf8").catch(() => "");
      const said = log.split("\n").filter((line) => line.includes(":error]"));
      throw new Error(`${(fault as Error).message} ${said.at(-1) ?? printed}`, { cause: fault });
    },
    stop: async () => {
      process.off("exit", stopNow);
      await endChild(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await answers(`${world.origin}/left`, child);
  } catch (fault) {
    return await apache.explain(fault).finally(apache.stop);
  }
  return apache;
}

/** Some are built in, here or there. */
const loading = (folder: string) =>
  neededModules
    .filter((name) => existsSync(join(folder, `mod_${name}.so`)))
    .map(
      (name) =>
        `<IfModule !${name}_module>\n  LoadModule ${name}_module "${folder}/mod_${name}.so"\n</IfModule>`,
    )
    .join("\n");

async function answers(address: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("Apache did not start:");
}
