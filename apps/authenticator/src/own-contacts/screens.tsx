import type { ConsoleContact } from "@aval/protocol";
import { DictatedNotice } from "../approvals/screens/dictated.tsx";
import { type Messages, whenWords } from "../messages.ts";
import { CallQuestion } from "../shell/call-question.tsx";
import { CodeAfterWait } from "../shell/code-after-wait.tsx";
import { Gone, Listed, ListedHead } from "../shell/listed.tsx";
import {
  Button,
  Dock,
  fieldOf,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
  useRefocus,
} from "../shell/parts.tsx";
import type { ContactCall, ContactNew, ContactsList, ContactWait } from "./state.ts";

/** On the home screen, twice a year; put aside by a tap. */
export function ContactsNotice({ model, t, dispatch }: Omit<ScreenProps<unknown>, "screen">) {
  const { due, later } = model.contacts;
  if (!due || later) return null;
  return (
    <Notice icon="note">
      <p>
        <strong>{t.contacts.ask}</strong>
      </p>
      <p>{due.contacts.map(({ masked }) => masked).join(" · ")}</p>
      <Button icon="check" onTap={() => dispatch({ event: "contacts_right_tapped" })}>
        {t.contacts.yes}
      </Button>
      <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "contacts" })}>
        {t.contacts.see}
      </Button>
      <Button kind="quiet" onTap={() => dispatch({ event: "contacts_later_tapped" })}>
        {t.contacts.later}
      </Button>
    </Notice>
  );
}

const kinds = ["email", "phone"] as const;

/** *Mes coordonnées*. */
export function ContactsScreen({ screen, model, t, dispatch }: ScreenProps<ContactsList>) {
  const { list, told, busy, trouble } = screen;
  const words = t.contacts;
  return (
    <>
      <Listed
        words={words}
        icon="note"
        list={list?.contacts}
        gone={told && <Gone key={told} title={words.told[told]} text={words.toldText[told]} />}
        trouble={trouble}
        t={t}
        line={(contact) => <Line key={contact.kind} contact={contact} now={model.now} t={t} />}
      />
      {list?.waiting.map(({ kind, masked, until, isMine }) => (
        <Notice key={`${kind} ${masked}`} icon="clock">
          <p>{words.waits(masked, whenWords(until, model.now, t))}</p>
          {isMine && (
            <Button
              kind="plain"
              busy={busy}
              onTap={() => dispatch({ event: "contact_stop_tapped" })}
            >
              {busy ? words.saying : words.stop}
            </Button>
          )}
        </Notice>
      ))}
      {list && list.contacts.length > 0 && told === undefined && (
        <section class="stack stack-tight" aria-labelledby="still-right">
          <h2 id="still-right">{words.ask}</h2>
          <Button
            icon="check"
            busy={busy}
            onTap={() => dispatch({ event: "contacts_right_tapped" })}
          >
            {busy ? words.saying : words.yes}
          </Button>
        </section>
      )}
      {list?.mayChange &&
        kinds.map((kind) => (
          <Button
            key={kind}
            kind="plain"
            busy={busy}
            onTap={() => dispatch({ event: "contact_changed_tapped", kind })}
          >
            {words.changed[kind]}
          </Button>
        ))}
      {list && !list.mayChange && <p class="quiet">{words.barred}</p>}
    </>
  );
}

function Line(props: { contact: ConsoleContact; now: number; t: Messages }) {
  const { contact, now, t } = props;
  const { kind, masked, source, since, confirmedAt, isYoung, servesFrom, isWithdrawn } = contact;
  const words = t.contacts;
  return (
    <li class="card listed-one">
      <ListedHead
        icon={kind === "email" ? "note" : "phone"}
        name={words.kinds[kind]}
        standing={masked}
      />
      <ul class="listed-facts quiet">
        <li>{words.from(words.sources[source] ?? words.otherSource, whenWords(since, now, t))}</li>
        {confirmedAt !== undefined && <li>{words.confirmed(whenWords(confirmedAt, now, t))}</li>}
        {isYoung && <li>{words.young(whenWords(servesFrom, now, t))}</li>}
        {isWithdrawn && <li>{words.withdrawn}</li>}
      </ul>
    </li>
  );
}

export function ContactNewScreen({ screen, t, dispatch }: ScreenProps<ContactNew>) {
  const { kind, short } = screen;
  const form = useRefocus(short ? 1 : 0, "input");
  const words = t.contactNew;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{words.title[kind]}</Heading>
        <p class="lead">{words.lead}</p>
      </div>
      <DictatedNotice warning={words.warning} t={t} dispatch={dispatch} />
      <form
        ref={form}
        class="code-form"
        noValidate
        onSubmit={(event) => dispatch({ event: "contact_given", value: fieldOf(event, "value") })}
      >
        <div class="field">
          <label for="new-contact">{words.field[kind]}</label>
          <input
            id="new-contact"
            name="value"
            type="text"
            inputMode={kind === "email" ? "email" : "tel"}
            maxLength={254}
            autocomplete="off"
            autocapitalize="none"
            aria-describedby={short ? "new-contact-error" : undefined}
            aria-invalid={short ? "true" : undefined}
          />
          {short && (
            <p class="field-error" id="new-contact-error">
              {words.short}
            </p>
          )}
        </div>
        <Dock>
          <Button kind="plain" onTap={() => dispatch({ event: "back" })}>
            {words.cancel}
          </Button>
          <Button>{words.go}</Button>
        </Dock>
      </form>
    </>
  );
}

/** Whoever changes where they are told for a caller is asked here first. */
export function ContactCallScreen({ screen, t, dispatch }: ScreenProps<ContactCall>) {
  const { value, busy, trouble } = screen;
  const words = t.contactCall;
  return (
    <CallQuestion
      words={words}
      busy={busy}
      answer={(onCall) => dispatch({ event: "contact_call_answered", onCall })}
    >
      <p>{words.lead(value)}</p>
      <ul class="card steps">
        {words.will.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <TroubleNotice trouble={trouble} t={t} />
    </CallQuestion>
  );
}

export function ContactWaitScreen(props: ScreenProps<ContactWait>) {
  const { screen, t, dispatch } = props;
  return (
    <>
      <Panel icon="note">
        <Heading>{t.contactWait.title}</Heading>
        <p>{t.contactCall.lead(screen.asked.value)}</p>
      </Panel>
      <CodeAfterWait
        {...props}
        words={t.contactWait}
        half={screen.asked}
        onCancel={() => dispatch({ event: "opened", screen: "contacts" })}
      />
    </>
  );
}
