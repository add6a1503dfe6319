import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { momentText } from "./moment.ts";

test("a moment printed is that moment, to the second, wherever it is read", () => {
  const moments = fc.date({
    min: new Date("1971-01-01"),
    max: new Date("2999-01-01"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(moments, (at) => {
      const text = momentText(at.getTime());
      const [date, time, zone] = text.split(" ");
      assert.equal(
        new Date(`${date}T${time}${zone}`).getTime(),
        Math.floor(at.getTime() / 1000) * 1000,
      );
    }),
  );
});

test("it is the local time of the machine, with its zone, half hours and west of Greenwich too", () => {
  const at = Date.UTC(2026, 10, 22, 15, 4, 5);
  const module = new URL("./moment.ts", import.meta.url).href;
  const script = `const { momentText } = await import(${JSON.stringify(module)}); console.log(momentText(${at}))`;
  const inZone = (zone: string) =>
    execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      env: { ...process.env, TZ: zone },
      encoding: "utf8",
    }).trim();
  assert.equal(inZone("Europe/Paris"), "2026-11-22 16:04:05 +01:00");
  assert.equal(inZone("Asia/Kolkata"), "2026-11-22 20:34:05 +05:30");
  assert.equal(inZone("America/St_Johns"), "2026-11-22 11:34:05 -03:30");
  assert.equal(inZone("UTC"), "2026-11-22 15:04:05 +00:00");
});
