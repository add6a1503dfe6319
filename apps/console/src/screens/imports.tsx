import { whenWords } from "@aval/design";
import type { WaitingImportView } from "@aval/protocol";
import { Acting, Notice, type ScreenProps, SignChecked, Top } from "./parts.tsx";

/** *Annuaire*: extracts above their share. Two operators sign; the command on the host applies. */
export function ImportsScreen(given: ScreenProps) {
  const { t } = given;
  const waiting = given.model.content.imports?.waiting;
  return (
    <>
      <Top {...given} section="imports" lead={t.imports.lead} />
      {waiting?.length === 0 && <p>{t.imports.none}</p>}
      {waiting?.map((one) => (
        <Waiting key={one.import} {...given} one={one} />
      ))}
    </>
  );
}

type WaitingProps = ScreenProps & { readonly one: WaitingImportView };

function Waiting(given: WaitingProps) {
  const { model, t, one } = given;
  const { imports: words } = t;
  const when = (at: number) => whenWords(at, model.lang);
  return (
    <article class="card stack">
      <h2>{words.of(words.sources[one.source] ?? one.source, when(one.madeAt))}</h2>
      <dl class="facts">
        {rowsOf(given).map(([name, value]) => (
          <div key={name} class="wide">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div class="wide">
          <dt>{words.print}</dt>
          <dd class="mono print">{one.sha256}</dd>
        </div>
      </dl>
      {one.signed.length >= 2 ? (
        <Notice tone="good" icon="check">
          <p>{words.agreed}</p>
        </Notice>
      ) : one.isMine ? (
        <Notice icon="clock">
          <p>{words.mine}</p>
        </Notice>
      ) : (
        <SignChecked
          {...given}
          act={{ act: "sign_import", import: one.import }}
          check={words.check}
          signing={t.contacts.signing}
          sign={words.sign}
        />
      )}
      <p class="quiet">{words.until(when(one.until))}</p>
      <div class="row">
        <Acting
          {...given}
          act={{ act: "refuse_import", import: one.import }}
          label={words.refuse}
          question={words.refuseAsk}
          text={words.refuseText}
          confirm={words.refuseConfirm}
        />
      </div>
    </article>
  );
}

/** Which shares it is above is shown by both: whoever signs sees all that would change. */
function rowsOf({ model: { lang }, t, one }: WaitingProps): readonly (readonly [string, string])[] {
  const { imports: words } = t;
  const { counts, shares, signed } = one;
  const number = (value: number) => value.toLocaleString(lang);
  const share = ({ count, of }: { count: number; of: number }) =>
    (count / of).toLocaleString(lang, { style: "percent", maximumFractionDigits: 1 });
  const said = (["people", "contacts"] as const)
    .filter((kind) => shares[kind].of > 0 && shares[kind].count > 0)
    .map((kind) => {
      const { count, of } = shares[kind];
      return words[kind](number(count), number(of), share(shares[kind]));
    });
  const { added, changed, removed, lines, problems } = counts;
  const by = signed.map((who) => words.by(who.by, whenWords(who.at, lang)));
  return [
    [words.why, said.join(" ")],
    [words.counts, words.moves(number(added), number(changed), number(removed))],
    [words.lines, words.linesOf(number(lines), number(problems))],
    [words.signed, by.length > 0 ? by.join(" · ") : words.nobody],
  ];
}
