import { useState } from "preact/hooks";
import { Button, Heading, Notice, type ScreenProps, Split } from "./parts.tsx";

/** The way in: one button, and the key. */
export function OutsideScreen({ model, t, engine }: ScreenProps) {
  const { phase } = model;
  const said = phase === "locked" ? t.locked : phase === "left" ? t.left : t.out;
  const isSigning = model.busy?.act === "sign_in";
  return (
    <Split about={phase === "locked" ? "lock" : phase === "left" ? "leave" : "key"}>
      <Heading takesFocus={model.hasMoved}>{said.heading}</Heading>
      <p class="lead">{said.lead}</p>
      <div class="row">
        <Button
          kind="primary"
          icon="key"
          isBusy={isSigning}
          onTap={() => engine.act({ act: "sign_in" })}
        >
          {isSigning ? t.out.signing : t.out.enter}
        </Button>
      </div>
      <p class="quiet">{t.out.how}</p>
      <div class="row">
        <Button kind="quiet" onTap={() => engine.act({ act: "enter_emergency" })}>
          {t.emergency.enter}
        </Button>
      </div>
    </Split>
  );
}

/** The link that a member of staff was given: a name, the key, and that is all. */
export function LinkScreen({ model, t, engine }: ScreenProps) {
  const [name, setName] = useState(t.link.firstName);
  const isMaking = model.busy?.act === "add_key";
  const given = name.trim();
  const add = () => engine.act({ act: "add_key", name: given === "" ? t.link.firstName : given });
  return (
    <Split about="key">
      <Heading takesFocus={model.hasMoved}>{t.link.heading}</Heading>
      <p class="lead">{t.link.lead}</p>
      <p>{t.link.kind}</p>
      <Notice tone="warning" icon="warning">
        <p>{t.link.caller}</p>
      </Notice>
      <div class="field">
        <label for="key-name">{t.link.name}</label>
        <input
          id="key-name"
          type="text"
          maxLength={60}
          autocomplete="off"
          aria-describedby="key-name-hint"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <p class="quiet" id="key-name-hint">
          {t.link.nameHint}
        </p>
      </div>
      <div class="row">
        <Button kind="primary" icon="key" isBusy={isMaking} onTap={add}>
          {isMaking ? t.link.adding : t.link.add}
        </Button>
      </div>
    </Split>
  );
}

/** The key waits: its holder reads the words to whoever invited them. The largest button is the way out of a call. */
export function ProposedScreen({ model, t, engine }: ScreenProps) {
  const isStopping = model.busy?.act === "withdraw_key";
  return (
    <Split about="person">
      <Heading takesFocus={model.hasMoved}>{t.proposed.heading}</Heading>
      <p class="lead">{t.proposed.lead}</p>
      <ol class="words">
        {[...(model.content.proposal?.words ?? []).entries()].map(([place, word]) => (
          <li key={place}>{word}</li>
        ))}
      </ol>
      <p>{t.proposed.nothing}</p>
      <Notice tone="warning" icon="warning">
        <p>{t.proposed.never}</p>
        <div class="row">
          <Button
            kind="refuse"
            isBusy={isStopping}
            onTap={() => engine.act({ act: "withdraw_key" })}
          >
            {isStopping ? t.proposed.stopping : t.proposed.asked}
          </Button>
        </div>
      </Notice>
      <p class="quiet">{t.proposed.waiting}</p>
    </Split>
  );
}

/** Its words were right: a second operator signs, and its holder may go. */
export function VouchedScreen({ model, t, engine }: ScreenProps) {
  const isStopping = model.busy?.act === "withdraw_key";
  return (
    <Split about="person">
      <Heading takesFocus={model.hasMoved}>{t.vouched.heading}</Heading>
      <p class="lead">{t.vouched.lead}</p>
      <p>{t.vouched.nothing}</p>
      <p>{t.vouched.close}</p>
      <Notice tone="warning" icon="warning">
        <p>{t.vouched.never}</p>
        <div class="row">
          <Button
            kind="refuse"
            isBusy={isStopping}
            onTap={() => engine.act({ act: "withdraw_key" })}
          >
            {isStopping ? t.proposed.stopping : t.vouched.asked}
          </Button>
        </div>
      </Notice>
    </Split>
  );
}

/** The key is over, and another link is needed. */
export function NotAddedScreen({
  model,
  t,
  why,
}: ScreenProps & { readonly why: "differed" | "withdrawn" | "late" }) {
  return (
    <Split about="cross">
      <Heading takesFocus={model.hasMoved}>{t.notAdded.heading}</Heading>
      <p class="lead">{t.notAdded[why]}</p>
      <p>{t.notAdded.again}</p>
    </Split>
  );
}

/** The key is there: signing in is the next press. */
export function AddedScreen({ model, t, engine }: ScreenProps) {
  return (
    <Split about="check">
      <Heading takesFocus={model.hasMoved}>{t.added.heading}</Heading>
      <p class="lead">{t.added.lead}</p>
      <div class="row">
        <Button
          kind="primary"
          icon="key"
          isBusy={model.busy !== undefined}
          onTap={() => engine.act({ act: "sign_in" })}
        >
          {model.busy ? t.out.signing : t.out.enter}
        </Button>
      </div>
    </Split>
  );
}
