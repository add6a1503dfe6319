/**
 * Loaded before each test file: ends its process when the file has had its time. The runner's own limit fails the test that
 * waits, but whatever the test had started (a browser, a server) keeps the process, and so the whole run, waiting for ever.
 */
import { writeSync } from "node:fs";

const limitMs = Number(process.env["AVAL_TEST_END_MS"]);

if (limitMs > 0)
  setTimeout(() => {
    const open = [...new Set(process.getActiveResourcesInfo())].join(", ");
    writeSync(2, `${process.argv[1]} has not ended after ${limitMs / 1000} s. Open: ${open}\n`);
    process.exit(1);
  }, limitMs).unref();
