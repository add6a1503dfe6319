import { type OwnPhoneAct, ownPhoneActs, type PhoneView } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { type Messages, whenWords } from "../messages.ts";
import { CallQuestion } from "../shell/call-question.tsx";
import { CodeAct } from "../shell/code-act.tsx";
import { Gone, Listed, ListedHead } from "../shell/listed.tsx";
import { Button, Dock, fieldOf, Heading, type ScreenProps, useRefocus } from "../shell/parts.tsx";
import { StoppingAct } from "../shell/stopping-act.tsx";
import type { OwnCall, OwnCode, OwnLost, OwnName, OwnPhones } from "./request.ts";

/** *Mes téléphones*. */
export function OwnPhonesScreen({ screen, model, t, dispatch }: ScreenProps<OwnPhones>) {
  const { items, told, trouble } = screen;
  const isBarred = items?.some(
    ({ isThis, state, may }) => !isThis && state === "active" && may.length === 0,
  );
  return (
    <>
      <Listed
        words={t.ownPhones}
        icon="phone"
        list={items}
        gone={
          told && (
            <Gone
              key={`${told.act} ${told.name}`}
              title={t.ownPhones.told[told.act](told.name)}
              text={t.ownPhones.toldText}
            />
          )
        }
        trouble={trouble}
        t={t}
        line={(phone) => (
          <Line key={phone.id} phone={phone} now={model.now} t={t} dispatch={dispatch} />
        )}
      />
      {isBarred && <p class="quiet">{t.ownPhones.young}</p>}
    </>
  );
}

function Line(props: { phone: PhoneView; now: number; t: Messages; dispatch: Dispatch }) {
  const { phone, now, t, dispatch } = props;
  const { name, level, state, isThis, since, lastUsedAt } = phone;
  const standing = isThis ? t.ownPhones.thisOne : t.ownPhones.states[state];
  return (
    <li class="card listed-one">
      <ListedHead icon="phone" name={name} standing={standing} />
      {level === "limited" && state === "active" && <p>{t.ownPhones.limited}</p>}
      {isThis && level === "limited" && state === "active" && (
        <Button icon="shield" onTap={() => dispatch({ event: "opened", screen: "raise" })}>
          {t.ownPhones.confirm}
        </Button>
      )}
      <ul class="listed-facts quiet">
        <li>{t.ownPhones.added(whenWords(since, now, t))}</li>
        {lastUsedAt !== undefined && <li>{t.ownPhones.used(whenWords(lastUsedAt, now, t))}</li>}
      </ul>
      {ownPhoneActs
        .filter((act) => phone.may.includes(act))
        .map((act) => (
          <Button
            key={act}
            kind={kindOf(act)}
            onTap={() => dispatch({ event: "own_act_tapped", act, phone })}
          >
            {t.ownPhones.acts[act]}
            <span class="visually-hidden"> {name}</span>
          </Button>
        ))}
    </li>
  );
}

const kindOf = (act: OwnPhoneAct) =>
  act === "rename" ? "plain" : act === "remove" ? "quiet" : "refuse";

/** *Je l'ai perdu*: what will happen, then one press. */
export function OwnLostScreen({ screen, t, dispatch }: ScreenProps<OwnLost>) {
  return (
    <StoppingAct
      icon="phone"
      words={t.ownLost}
      screen={screen}
      t={t}
      dispatch={dispatch}
      onStop={() => dispatch({ event: "own_lost_confirmed" })}
    >
      <p>
        <strong>{screen.phone.name}</strong>
      </p>
    </StoppingAct>
  );
}

export function OwnNameScreen({ screen, t, dispatch }: ScreenProps<OwnName>) {
  const form = useRefocus(screen.short ? 1 : 0, "input");
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.ownName.title}</Heading>
        <p class="lead">{t.ownName.lead}</p>
      </div>
      <form
        ref={form}
        class="code-form"
        noValidate
        onSubmit={(event) => dispatch({ event: "own_name_given", label: fieldOf(event, "name") })}
      >
        <div class="field">
          <label for="own-name">{t.ownName.field}</label>
          <p class="quiet" id="own-name-hint">
            {t.ownName.hint}
          </p>
          <input
            id="own-name"
            name="name"
            type="text"
            maxLength={60}
            autocomplete="off"
            defaultValue={screen.phone.name}
            aria-describedby={screen.short ? "own-name-hint own-name-error" : "own-name-hint"}
            aria-invalid={screen.short ? "true" : undefined}
          />
          {screen.short && (
            <p class="field-error" id="own-name-error">
              {t.ownName.short}
            </p>
          )}
        </div>
        <Dock>
          <Button kind="plain" onTap={() => dispatch({ event: "back" })}>
            {t.ownCode.keep}
          </Button>
          <Button>{t.ownName.go}</Button>
        </Dock>
      </form>
    </>
  );
}

/** Whoever removes or disowns for a caller is asked here first. */
export function OwnCallScreen({ screen, t, dispatch }: ScreenProps<OwnCall>) {
  const { act, phone } = screen;
  return (
    <CallQuestion
      words={t.ownCall}
      answer={(onCall) => dispatch({ event: "own_call_answered", onCall })}
    >
      <p>{t.ownCall.lead[act](phone.name)}</p>
      <ul class="card steps">
        {t.ownCall.will[act].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </CallQuestion>
  );
}

export function OwnCodeScreen(props: ScreenProps<OwnCode>) {
  const { screen, t, dispatch } = props;
  const { act, phone, label } = screen;
  return (
    <CodeAct
      {...props}
      title={t.ownCode.titles[act]}
      lead={t.ownCode.leads[act](act === "rename" ? label : phone.name)}
      keep={t.ownCode.keep}
      go={{ go: t.ownCode.go[act], busy: t.ownCode.busy }}
      onKeep={() => dispatch({ event: "back" })}
    />
  );
}
