import { whenWords } from "@aval/design";
import type { FreezeView } from "@aval/protocol";
import { FindPerson } from "../screens/find-person.tsx";
import { Facts, Notice, type ScreenProps, SignChecked, Top } from "../screens/parts.tsx";

/** *Gels*: one is looked up, read with the phone that a desk may have added under it, and signed by two. */
export function FreezesScreen(given: ScreenProps) {
  const { t } = given;
  const { freeze } = given.model.content;
  return (
    <>
      <Top {...given} section="freezes" lead={t.freezes.lead} />
      <FindPerson {...given} act="find_freeze" words={t.freezes} />
      {freeze && <Freeze key={freeze.freeze} {...given} freeze={freeze} />}
    </>
  );
}

type FreezeProps = ScreenProps & { readonly freeze: FreezeView };

function Freeze(given: FreezeProps) {
  const { t, freeze } = given;
  const { freezes: words } = t;
  return (
    <section class="card stack" aria-labelledby="freeze">
      <div class="stack stack-tight">
        <p class="over">{t.person.found}</p>
        <h2 id="freeze">{freeze.name}</h2>
      </div>
      <Facts rows={rowsOf(given)} />
      {freeze.isCleared ? (
        <Notice tone="good" icon="check">
          <p>{words.cleared}</p>
        </Notice>
      ) : freeze.isMine ? (
        <Notice icon="lock">
          <p>{words.mine}</p>
        </Notice>
      ) : freeze.hasSigned ? (
        <Notice icon="clock">
          <p>{words.signed}</p>
        </Notice>
      ) : (
        <SignChecked
          {...given}
          act={{ act: "clear_freeze", freeze: freeze.freeze }}
          check={words.check}
          signing={t.contacts.signing}
          sign={words.sign}
        />
      )}
    </section>
  );
}

function rowsOf({ model, t, freeze }: FreezeProps): readonly (readonly [string, string])[] {
  const { freezes: words } = t;
  const when = (at: number) => whenWords(at, model.lang);
  const { phone, reason } = freeze;
  return [
    [words.who, freeze.nationalId],
    ...(reason ? [[words.why, words.reasons[reason]] as const] : []),
    [words.since, when(freeze.madeAt)],
    [
      words.phone,
      phone
        ? words.phoneOf(phone.label, words.states[phone.state] ?? phone.state, when(phone.addedAt))
        : words.none,
    ],
    ...(freeze.isCleared ? [] : [[words.signatures, words.count(freeze.signatures)] as const]),
  ];
}
