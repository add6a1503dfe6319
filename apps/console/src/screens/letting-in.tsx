import { whenWords } from "@aval/design";
import { type ConsoleWaitingKey, type StaffKeyReason, staffKeyReasons } from "@aval/protocol";
import { useState } from "preact/hooks";
import { roleWords, scopeWords } from "../messages.ts";
import { Acting, Button, Choice, Facts, Notice, type ScreenProps, SignChecked } from "./parts.tsx";

/** Keys that wait for two operators: whoever is read the words signs, then another. */
export function WaitingKeys(given: ScreenProps) {
  const { t } = given;
  const waiting = given.model.content.team?.waiting ?? [];
  if (waiting.length === 0) return null;
  return (
    <section class="stack stack-tight" aria-labelledby="waiting">
      <h2 id="waiting">{t.team.letIn.heading}</h2>
      <p>{t.team.letIn.lead}</p>
      {waiting.map((one) => (
        <WaitingKey key={one.key} {...given} one={one} />
      ))}
    </section>
  );
}

type KeyProps = ScreenProps & { readonly one: ConsoleWaitingKey };

function WaitingKey(given: KeyProps) {
  const { model, t, one } = given;
  const words = t.team.letIn;
  const { vouched } = one;
  const rows = [
    [words.roles, roleWords(one.roles, t)],
    [words.scope, scopeWords(one.scope, t)],
    ...(vouched ? [[words.reason, words.reasons[vouched.reason]] as const] : []),
  ] as const;
  return (
    <article class="card stack">
      <h3>{one.name}</h3>
      <Facts rows={rows} />
      {!vouched && <Vouch {...given} />}
      {vouched?.isMine && (
        <Notice icon="clock">
          <p>{words.mine(whenWords(vouched.until, model.lang))}</p>
        </Notice>
      )}
      {vouched && !vouched.isMine && <LetIn {...given} vouched={vouched} />}
      <div class="row">
        <Acting
          {...given}
          act={{ act: "refuse_key", key: one.key }}
          label={vouched ? words.refuse : words.dictated}
          question={words.refuseAsk}
          text={words.refuseText}
          confirm={words.refuseConfirm}
        />
      </div>
    </article>
  );
}

/** The first: the words are typed as they are read out in this room. */
function Vouch({ model, t, engine, one: { key } }: KeyProps) {
  const [said, setSaid] = useState("");
  const [reason, setReason] = useState<StaffKeyReason>();
  const words = t.team.letIn;
  const isSigning = model.busy?.act === "vouch";
  const send = () => {
    if (said.trim() !== "" && reason) engine.act({ act: "vouch", key, words: said.trim(), reason });
  };
  return (
    <>
      <Choice
        legend={words.reason}
        name={`reason-${key}`}
        values={staffKeyReasons}
        words={words.reasons}
        chosen={reason}
        choose={setReason}
      />
      <div class="field">
        <label for={`words-${key}`}>{words.words}</label>
        <p class="quiet" id={`words-hint-${key}`}>
          {words.wordsHint} {words.oneTry}
        </p>
        <input
          id={`words-${key}`}
          aria-describedby={`words-hint-${key}`}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={120}
          value={said}
          onInput={(event) => setSaid(event.currentTarget.value)}
        />
      </div>
      <div class="row">
        <Button
          kind="primary"
          icon="key"
          isBusy={isSigning || said.trim() === "" || !reason}
          onTap={send}
        >
          {isSigning ? words.signing : words.vouch}
        </Button>
      </div>
    </>
  );
}

/** The second: who was not there, and answers for it too. */
function LetIn({
  vouched,
  ...given
}: KeyProps & { readonly vouched: NonNullable<ConsoleWaitingKey["vouched"]> }) {
  const { model, t, one } = given;
  const words = t.team.letIn;
  return (
    <>
      <p>
        {words.by(vouched.by)}. {words.until(whenWords(vouched.until, model.lang))}
      </p>
      <SignChecked
        {...given}
        act={{ act: "let_in", key: one.key }}
        check={words.check}
        signing={words.signing}
        sign={words.letIn}
      />
    </>
  );
}
