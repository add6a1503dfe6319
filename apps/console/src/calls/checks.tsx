import { whenWords } from "@aval/design";
import type { CallerCheckLine } from "@aval/protocol";
import { CaseLink } from "../cases/parts.tsx";
import { Acting, Facts, type ScreenProps } from "../screens/parts.tsx";

/**
 * *Vérifier l'appelant*: how each question of the day stands. The two words are said by the agent, and asked of nobody; only who confirmed
 * on their phone may be blocked for.
 */
export function Checks(given: ScreenProps & { readonly checks: readonly CallerCheckLine[] }) {
  const { t, checks } = given;
  return (
    <section class="stack" aria-labelledby="checks">
      <h2 id="checks">{t.calls.checks.heading}</h2>
      <ul class="listed">
        {checks.map((line) => (
          <Check key={line.check} {...given} line={line} />
        ))}
      </ul>
    </section>
  );
}

function Check(given: ScreenProps & { readonly line: CallerCheckLine }) {
  const { model, t, engine, line } = given;
  const { checks: words } = t.calls;
  const isLive = line.state === "asked" || line.state === "confirmed";
  return (
    <li class="card stack">
      <div class="stack stack-tight">
        <h3>{line.name}</h3>
        <p>
          <strong>{words.states[line.state]}</strong>
        </p>
        <p>{words.next[line.state]}</p>
        <Facts
          rows={[
            ...(isLive ? [[words.words, line.words] as const] : []),
            [words.asked, whenWords(line.askedAt, model.lang)],
            ...(isLive ? [[words.until, whenWords(line.until, model.lang)] as const] : []),
          ]}
        />
        <p>
          <CaseLink id={line.case} t={t} engine={engine} />
        </p>
      </div>
      {line.state === "confirmed" && (
        <Acting {...given} act={{ act: "block_for_caller", check: line.check }} {...words.block} />
      )}
    </li>
  );
}
