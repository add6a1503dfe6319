import { virtual } from "@guidepup/virtual-screen-reader";

/** A page longer than this holds a loop. */
const most = 600;

/** What a screen reader says from the first line to the last, one phrase a line. */
export async function transcript(): Promise<string> {
  // With script on, no browser shows it; the library does not know.
  for (const unseen of document.querySelectorAll("noscript")) unseen.remove();
  await virtual.start({ container: document.body });
  for (
    let step = 0;
    step < most && (await virtual.lastSpokenPhrase()) !== "end of document";
    step++
  )
    await virtual.next();
  const said = await virtual.spokenPhraseLog();
  await virtual.stop();
  return said.map((phrase) => phrase.replaceAll(/\s+/g, " ").trim()).join("\n");
}
