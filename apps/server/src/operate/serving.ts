import { request } from "node:http";
import { z } from "zod";
import type { Config } from "#platform/config";
import { type Finding, fine, warn, wrong } from "./finding.ts";

/** A server of this machine answers at once; one that does not is not there. */
const patienceMs = 2_000;

/**
 * Whether anything serves here. Files and rows can all be well while every door is shut, and whoever asks the doctor asks about the
 * doors. In production this machine may hold no server: worth knowing, and nothing to mend.
 */
export async function servingFinding(config: Config): Promise<Finding> {
  if (ours.safeParse(await probed(config)).success) return fine("serving");
  const { host, port } = probeOf(config);
  const at = `http://${host}:${port}`;
  return config.mode === "production"
    ? warn("serving", {
        fr: `Aucun serveur ne répond à ${at} : aval serve, si cette machine doit servir.`,
        en: `No server answers at ${at}: aval serve, if this machine is to serve.`,
      })
    : wrong("serving", {
        fr: `Aucun serveur ne répond à ${at} : lancez npm start (AVAL_PORT est son premier port).`,
        en: `No server answers at ${at}: run npm start (AVAL_PORT is its first port).`,
      });
}

/** A stranger on that port says no such thing. */
const ours = z.object({ checks: z.record(z.string(), z.string()) });

/** Where machines ask a server of this deployment on this machine how it is. */
function probeOf(config: Config): { readonly host: string; readonly port: number } {
  const { bind, port } = config.internal ?? config;
  return { host: ["0.0.0.0", "::"].includes(bind) ? "127.0.0.1" : bind, port };
}

/** What the server of this machine answers its probe; `undefined` when none does, or not as one of ours. */
export async function probed(config: Config): Promise<unknown> {
  return parse(await asked({ ...probeOf(config), name: new URL(config.origins.login).host }));
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

/** `name`: the host the server believes it is. One that is not ready answers all the same. */
function asked(at: { host: string; port: number; name: string }): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asking = request(
      {
        host: at.host,
        port: at.port,
        path: "/readyz",
        headers: { host: at.name },
        timeout: patienceMs,
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece: string) => {
          text += piece;
        });
        response.on("end", () => resolve(text));
        response.on("error", () => resolve(undefined));
      },
    );
    asking.on("timeout", () => asking.destroy(new Error("no answer")));
    asking.on("error", () => resolve(undefined));
    asking.end();
  });
}
