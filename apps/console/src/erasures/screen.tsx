import { whenWords } from "@aval/design";
import {
  type ErasureFact,
  type ErasureLine,
  type ErasurePerson,
  type ErasureReason,
  erasureReasons,
} from "@aval/protocol";
import { useState } from "preact/hooks";
import { Rows } from "../campaigns/parts.tsx";
import { FindPerson } from "../screens/find-person.tsx";
import { Button, Choice, Notice, type ScreenProps, SignChecked, Top } from "../screens/parts.tsx";
import { isSameAct } from "../state.ts";

/** *Effacements*: facts of one person are chosen without what they say, and another person's key signs the list. */
export function ErasuresScreen(given: ScreenProps) {
  const { t, model } = given;
  const { erasures: list, erasable } = model.content;
  const { erasures: words } = t;
  return (
    <>
      <Top {...given} section="erasures" lead={words.lead} />
      {list && <FindPerson {...given} act="find_erasable" words={words} />}
      {erasable && <Choosing key={erasable.nationalId} {...given} person={erasable} />}
      {list && (
        <section class="stack" aria-labelledby="erasures-list">
          <h2 id="erasures-list">{words.before}</h2>
          {list.erasures.length === 0 && <p class="quiet">{words.empty}</p>}
          {list.erasures.map((one) => (
            <Line key={one.erasure} {...given} one={one} />
          ))}
        </section>
      )}
    </>
  );
}

function Choosing(given: ScreenProps & { readonly person: ErasurePerson }) {
  const { t, person } = given;
  const { erasures: words } = t;
  return (
    <section class="card stack" aria-labelledby="erasable">
      <div class="stack stack-tight">
        <p class="over">{t.person.found}</p>
        <h2 id="erasable">{person.name}</h2>
        <p class="mono">{person.nationalId}</p>
      </div>
      {person.isHeld ? (
        <Notice tone="warning" icon="lock">
          <p>
            <strong>{words.held}</strong>
          </p>
          <p>{words.heldText}</p>
        </Notice>
      ) : person.facts.length === 0 ? (
        <p class="quiet">{words.none}</p>
      ) : (
        <Form {...given} />
      )}
    </section>
  );
}

function Form(given: ScreenProps & { readonly person: ErasurePerson }) {
  const { model, t, engine, person } = given;
  const { erasures: words } = t;
  const { facts, nationalId } = person;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState<ErasureReason>();
  const [isMissing, setMissing] = useState(false);
  const named = facts.flatMap(({ fact }) => (chosen.has(fact) ? [fact] : []));
  const isWhole = named.length > 0 && reason !== undefined;
  const act = { act: "ask_erasure", nationalId, facts: named, reason } as const;
  const flip = (fact: string) => {
    const next = new Set(chosen);
    if (!next.delete(fact)) next.add(fact);
    setChosen(next);
  };
  const areAll = named.length === facts.length;
  return (
    <>
      {person.hasMore && <p class="quiet">{words.more}</p>}
      <fieldset class="checks">
        <legend>{words.facts}</legend>
        {facts.map((one) => (
          <label key={one.fact} class="check">
            <input type="checkbox" checked={chosen.has(one.fact)} onChange={() => flip(one.fact)} />
            <FactWords {...given} fact={one} />
          </label>
        ))}
      </fieldset>
      <div class="row">
        <Button
          kind="plain"
          onTap={() => setChosen(new Set(areAll ? [] : facts.map(({ fact }) => fact)))}
        >
          {areAll ? words.noneChosen : words.all}
        </Button>
        <span role="status">{words.count(named.length)}</span>
      </div>
      <Choice
        legend={words.why}
        name="erasure-reason"
        values={erasureReasons}
        words={words.reasons}
        chosen={reason}
        choose={setReason}
      />
      {isMissing && !isWhole && (
        <p class="field-error" role="alert">
          {words.missing}
        </p>
      )}
      <div class="row">
        <Button
          kind="primary"
          isBusy={reason !== undefined && isSameAct(model.busy, { ...act, reason })}
          onTap={() => {
            setMissing(!isWhole);
            if (isWhole) engine.act({ ...act, reason });
          }}
        >
          {words.ask}
        </Button>
      </div>
    </>
  );
}

const FactWords = ({ model, t, fact }: ScreenProps & { readonly fact: ErasureFact }) => (
  <span>
    {t.erasures.fact(fact.place.toLocaleString(model.lang), whenWords(fact.at, model.lang))}
    <br />
    <span class="quiet">{fact.kind.replaceAll("_", " ")}</span>
  </span>
);

function Line(given: ScreenProps & { readonly one: ErasureLine }) {
  const { t, model, one } = given;
  const { erasures: words } = t;
  const when = (at: number | undefined) => (at === undefined ? [] : [whenWords(at, model.lang)]);
  return (
    <article class="card stack" aria-labelledby={one.erasure}>
      <h3 id={one.erasure}>
        {words.count(one.facts.length)} · {words.reasons[one.reason]}
      </h3>
      <p>
        <strong>{words.states[one.state]}</strong>
      </p>
      <Rows
        rows={[
          [words.who, one.name === undefined ? [] : [one.name, one.nationalId ?? ""]],
          [words.asked, [`${whenWords(one.at, model.lang)} · ${one.by}`]],
          [words.until, when(one.until)],
          [words.signed, one.secondedBy === undefined ? [] : [one.secondedBy]],
          [words.done, when(one.doneAt)],
        ]}
      />
      <details open={one.state === "waiting" && one.facts.length <= 20}>
        <summary>{words.list}</summary>
        <ul>
          {one.facts.map((fact) => (
            <li key={fact.fact}>
              <FactWords {...given} fact={fact} />
            </li>
          ))}
        </ul>
      </details>
      {one.state === "waiting" && <Waiting {...given} />}
    </article>
  );
}

function Waiting(given: ScreenProps & { readonly one: ErasureLine }) {
  const { t, model, engine, one } = given;
  const { erasures: words } = t;
  const withdrawing = { act: "withdraw_erasure", erasure: one.erasure } as const;
  if (one.isMine)
    return (
      <>
        <p>{words.mine}</p>
        <div class="row">
          <Button
            kind="plain"
            isBusy={isSameAct(model.busy, withdrawing)}
            onTap={() => engine.act(withdrawing)}
          >
            {words.withdraw}
          </Button>
        </div>
      </>
    );
  if (!model.me?.acts.includes("sign_erasure")) return <p>{words.cannot}</p>;
  return (
    <>
      <Notice tone="warning" icon="warning">
        <p>{words.final}</p>
      </Notice>
      <SignChecked
        {...given}
        act={{ act: "sign_erasure", erasure: one.erasure }}
        check={words.read}
        signing={words.signing}
        sign={words.sign}
      />
    </>
  );
}
