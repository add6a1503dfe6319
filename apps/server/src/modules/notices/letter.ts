import { french, html, href, type Lang } from "@aval/design";
import { events, type Told } from "./events.ts";
import { around, linesOf, titleOf } from "./words.ts";

/** A message as it leaves, without its recipient. */
export type Letter = { readonly subject: string; readonly text: string; readonly html: string };

/** How many events a digest tells one by one; the rest it counts. */
const toldInDigest = 10;

/**
 * One message for one notice, or for all of a digest, French first and English below: nothing is known of who reads it.
 *
 * `stopLink`: the one link it carries, and only where there is something to stop.
 */
export function letterOf(
  told: readonly Told[],
  stopLink: string | undefined,
  brand: string,
): Letter {
  const languages: readonly Lang[] = ["fr", "en"];
  const parts = languages.map((lang) => ({ lang, ...saidIn(lang, told, stopLink) }));
  const subject = parts[0]?.title ?? brand;
  return {
    subject,
    text: `${parts.map(textOf).join(`\n\n${"-".repeat(40)}\n\n`)}\n\n${brand}\n`,
    html: html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
</head>
<body style="margin:0;padding:24px 16px;font:17px/1.5 system-ui,sans-serif">
<div style="max-width:34em;margin:0 auto">
${parts.map(
  ({ lang, title, lines, stop, notes }) => html`<div lang="${lang}" style="margin:0 0 32px">
<h1 style="font-size:1.35em;line-height:1.3;margin:0 0 12px">${title}</h1>
${lines.map((line) => html`<p style="margin:0 0 12px">${line}</p>`)}
${stop && html`<p style="margin:20px 0"><a href="${href(stop.link)}" style="display:inline-block;padding:14px 22px;border:2px solid #9c2f1f;border-radius:10px;background:#ffffff;color:#9c2f1f;font-weight:600;text-decoration:none">${around.button[lang]}</a></p>`}
${notes.map((note) => html`<p style="margin:0 0 8px;font-size:.92em">${note}</p>`)}
</div>`,
)}
<p style="margin:0;font-size:.92em">${brand}</p>
</div>
</body>
</html>
`.text,
  };
}

type Said = {
  readonly title: string;
  readonly lines: readonly string[];
  readonly stop: { readonly link: string; readonly how: string } | undefined;
  readonly notes: readonly string[];
};

function saidIn(lang: Lang, told: readonly Told[], stopLink: string | undefined): Said {
  const [only] = told;
  const isDigest = told.length > 1;
  const last = told.slice(-toldInDigest);
  const title = isDigest || !only ? around.digest[lang] : titleOf(only, lang);
  const canStop = stopLink !== undefined && told.some(({ event }) => events[event].stop);
  return {
    title,
    lines: [
      ...(isDigest ? [around.count[lang](told.length)] : []),
      ...last.flatMap((one) => linesOf(one, lang)),
      ...(canStop ? [around.yours[lang]] : []),
    ],
    stop: canStop ? { link: stopLink, how: around.stop[lang] } : undefined,
    notes: [...(canStop ? [around.lasts[lang]] : []), around.never[lang]],
  };
}

function textOf({ title, lines, stop, notes }: Said): string {
  return french(
    [title, ...lines, ...(stop ? [stop.how] : [])].join("\n\n") +
      (stop ? `\n${stop.link}` : "") +
      `\n\n${notes.join("\n")}`,
  );
}
