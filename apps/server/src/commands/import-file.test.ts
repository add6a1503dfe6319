import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { after as afterAll, before, test } from "node:test";
import { ZipFile } from "yazl";
import { fixture, fixtureBytes, type ImportWorld, withImports } from "./testing/import-world.ts";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "aval-zip-"));
});
afterAll(() => rm(folder, { recursive: true }));

const activities = "PS_LibreAcces_Personne_activite_202601050830.txt";
type Options = { readonly zip64?: boolean; readonly compress?: boolean };

async function zipOf(files: Readonly<Record<string, Uint8Array>>, options: Options = {}) {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(files))
    zip.addBuffer(Buffer.from(bytes), name, {
      compress: options.compress ?? true,
      forceZip64Format: options.zip64 ?? false,
    });
  zip.end({ forceZip64Format: options.zip64 ?? false, comment: "" });
  return buffer(zip.outputStream as Readable);
}

const added = async (world: ImportWorld, bytes: Uint8Array) => {
  const path = join(folder, "extract.zip");
  await writeFile(path, bytes);
  return world.run([path, "--json"]);
};

test("of the public zip, Personne_activite is read, wherever it stands among the others, compressed or not, in either format", () =>
  withImports(async (world) => {
    const file = await fixtureBytes("public-1");
    const others = {
      "PS_LibreAcces_Dipl_AutExerc_202601050830.txt": Buffer.from("autre"),
      "PS_LibreAcces_SavoirFaire_202601050830.txt": Buffer.from("autre"),
    };
    const zips = [
      await zipOf({ ...others, [activities]: file }),
      await zipOf({ [activities]: file, ...others }, { zip64: true }),
      await zipOf({ [`2026/${activities}`]: file, ...others }, { compress: false }),
    ];
    const counts = [];
    for (const zip of zips) {
      const said = await added(world, zip);
      assert.equal(said.status, 0, said.err);
      counts.push([said.last?.["added"], said.last?.["unchanged"]]);
    }
    assert.deepEqual(counts, [
      [4, 0],
      [0, 4],
      [0, 4],
    ]);
  }));

test("of the restricted zip its one file is read, whatever its name", () =>
  withImports(async (world) => {
    const said = await added(world, await zipOf({ "x.txt": await fixtureBytes("psc-1") }));
    assert.deepEqual([said.status, said.last?.["added"]], [0, 3]);
  }));

test("a zip with none, with two, with a lock, cut short or altered is refused with a sentence, and nothing is read", () =>
  withImports(async (world) => {
    const file = await fixtureBytes("public-1");
    const good = await zipOf({ [activities]: file }, { compress: false });
    const altered = Buffer.from(good);
    // One letter of a name, inside the file itself: only the zip's sum knows.
    altered[altered.indexOf("HAUTVIGNE")] = "V".charCodeAt(0);
    const locked = await zipOf({ [activities]: file });
    for (const [signature, flags] of [
      ["PK\u0001\u0002", 8],
      ["PK\u0003\u0004", 6],
    ] as const) {
      const at = locked.indexOf(signature, 0, "latin1") + flags;
      locked[at] = (locked[at] ?? 0) | 1;
    }
    const refused: [Uint8Array, RegExp][] = [
      [await zipOf({}), /no Personne_activite file/],
      [await zipOf({ "a.txt": file, "b.txt": file }), /no Personne_activite file \(a.txt, b.txt\)/],
      [await zipOf({ [activities]: file, [`b/${activities}`]: file }), /has 2 Personne_activite/],
      [locked, /protected by a password/],
      [good.subarray(0, good.length - 30), /damaged or incomplete/],
      [altered, /damaged or incomplete/],
    ];
    for (const [bytes, sentence] of refused) {
      const said = await added(world, bytes);
      assert.equal(said.status, 1);
      assert.match(said.err, sentence);
      assert.equal(await world.directory.find("899712000019"), undefined);
    }
  }));

test("standard input is read as it comes, text or zip, and leaves no copy behind", () =>
  withImports(async (world) => {
    const file = await fixtureBytes("public-1");
    const copies = async () =>
      (await readdir(tmpdir())).filter((name) => name.startsWith("aval-import-"));
    const before = await copies();
    const inPieces = (bytes: Buffer, size: number) =>
      Readable.from(
        Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
          bytes.subarray(n * size, (n + 1) * size),
        ),
      );
    const text = await world.run(["-", "--json"], inPieces(file, 3));
    assert.deepEqual([text.status, text.last?.["added"]], [0, 4]);
    const zip = await zipOf({ [activities]: file });
    const zipped = await world.run(["-", "--json"], inPieces(zip, 1000));
    assert.deepEqual([zipped.status, zipped.last?.["unchanged"]], [0, 4]);
    const broken = await world.run(["-"], inPieces(zip.subarray(0, 50), 7));
    assert.match(broken.err, /damaged or incomplete/);
    const empty = await world.run(["-"], Readable.from([]));
    assert.equal(empty.status, 1);
    assert.deepEqual(await copies(), before);
  }));

test("a text cut inside a line is refused, from a file, a zip or standard input: with the line, what to do, and nothing changed", () =>
  withImports(async (world) => {
    const file = await fixtureBytes("public-1");
    const path = join(folder, "cut.txt");
    const whole = file.toString().split("\n").length - 1;
    // Without its end only; inside its last cell; inside its first; inside a line further up.
    const cuts = [
      [file.length - 1, whole],
      [file.length - 2, whole],
      [file.lastIndexOf("\n", file.length - 2) + 3, whole],
      [file.indexOf("\n", file.indexOf("\n") + 1) - 9, 2],
    ] as const;
    for (const [length, line] of cuts) {
      const cut = file.subarray(0, length);
      await writeFile(path, cut);
      for (const said of [
        await world.run([path, "--json"]),
        await world.run(["-", "--json"], Readable.from([cut])),
        await added(world, await zipOf({ [activities]: cut })),
      ]) {
        assert.deepEqual([said.status, said.last?.["stopped"]], [1, "damaged"]);
        assert.match(said.err, new RegExp(`stops inside line ${line}, .*Nothing was changed`));
        assert.match(said.err, /Récupérez-le à nouveau/);
      }
    }
    assert.equal(await world.directory.find("899712000019"), undefined);
    await writeFile(path, file);
    assert.equal((await world.run([path])).status, 0);
  }));

test("progress says what is done and how far that is, part by part, each once, and in both languages", () =>
  withImports(async ({ run }) => {
    const said = await run([fixture("public-1")]);
    const parts = said.err
      .split("\n")
      .filter((line) => line.startsWith("…") && !line.includes("MB written"))
      .map((line) => line.replace(/, \d+ s$/, ""));
    assert.ok(
      parts.includes("… comparaison / comparing 1/9: qui est dans le fichier / who is in the file"),
    );
    assert.ok(parts.includes("… comparaison / comparing 9/9: départs / departures"));
    assert.ok(parts.includes("… application / applying 2/8: personnes / people"));
    assert.ok(
      parts.includes("… application / applying 8/8: empreintes des lignes / prints of the lines"),
    );
    assert.equal(new Set(parts).size, parts.length);
  }));
