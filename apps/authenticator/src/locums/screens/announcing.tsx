import { codeError } from "../../approvals/words.ts";
import { computerWords } from "../../places/words.ts";
import { isOfField, mayGive } from "../../shell/code-entry.ts";
import { CallQuestion } from "../../shell/call-question.tsx";
import { CodeForm } from "../../shell/code-form.tsx";
import {
  Button,
  Dock,
  Fact,
  Heading,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import { countDays, dayAfter, dayField, daysBetween, mostAhead, mostDays } from "../days.ts";
import { dayWords, type Messages } from "../../messages.ts";
import type { LocumCall, LocumCheck, LocumDone, LocumWho } from "../request.ts";
import { daysWords } from "../words.ts";

/** Whoever announces somebody for a caller is asked here first: the answer that ends it comes first and is as large. */
export function LocumCallScreen({ screen, t, dispatch }: ScreenProps<LocumCall>) {
  return (
    <CallQuestion
      words={t.locumCall}
      answer={(onCall) => dispatch({ event: "locum_call_answered", onCall })}
    >
      <p>{t.locumCall.lead(computerWords(screen.place, t))}</p>
    </CallQuestion>
  );
}

export function LocumWhoScreen({ screen, model, t, dispatch }: ScreenProps<LocumWho>) {
  const { typed, slip, busy } = screen;
  const send = (event: Event) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(fields.get(name) ?? "");
    dispatch({
      event: "locum_typed",
      typed: {
        nationalId: text("nationalId"),
        from: text("from"),
        until: dayAfter(text("from"), Number(text("count")) - 1),
      },
    });
  };
  const today = dayField(model.now);
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.locumWho.title}</Heading>
        <p>{t.locumWho.lead}</p>
      </div>
      <form class="stack" noValidate onSubmit={send}>
        <div class="field">
          <label for="locum-id">{t.locumWho.nationalId}</label>
          <p class="quiet" id="locum-id-hint">
            {t.locumWho.nationalIdHint}
          </p>
          <input
            id="locum-id"
            name="nationalId"
            inputMode="numeric"
            autoComplete="off"
            autoCapitalize="off"
            spellcheck={false}
            maxLength={64}
            value={typed.nationalId}
            readOnly={busy}
            aria-invalid={slip === "nobody" ? "true" : undefined}
            aria-describedby={slip === "nobody" ? "locum-id-hint locum-slip" : "locum-id-hint"}
          />
        </div>
        <Choice
          name="from"
          label={t.locumWho.from}
          chosen={typed.from}
          options={[...Array(mostAhead + 1)].map((_, later) => {
            const day = dayAfter(today, later);
            return { value: day, words: dayInWords(day, later, model.now, t) };
          })}
          screen={screen}
        />
        <Choice
          name="count"
          label={t.locumWho.count}
          chosen={String(countDays(typed))}
          options={[...Array(mostDays)].map((_, less) => ({
            value: String(less + 1),
            words: t.locumWho.days(less + 1),
          }))}
          screen={screen}
        />
        {slip && (
          <p class="field-error" id="locum-slip">
            {t.locumWho.slips[slip]}
          </p>
        )}
        <p class="quiet">{t.locumWho.most}</p>
        <TroubleNotice trouble={screen.trouble} t={t} />
        <Dock>
          <Button busy={busy}>{busy ? t.locumWho.busy : t.locumWho.go}</Button>
        </Dock>
      </form>
    </>
  );
}

type ChoiceProps = {
  readonly name: "from" | "count";
  readonly label: string;
  readonly chosen: string;
  readonly options: readonly { readonly value: string; readonly words: string }[];
  readonly screen: LocumWho;
};

/** A list and not a calendar: one stop for a keyboard, and no day that may not be chosen. */
function Choice({ name, label, chosen, options, screen }: ChoiceProps) {
  const id = `locum-${name}`;
  const isWrong = screen.slip === "days";
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        name={name}
        aria-invalid={isWrong ? "true" : undefined}
        aria-describedby={isWrong ? "locum-slip" : undefined}
      >
        {options.map(({ value, words }) => (
          <option key={value} value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

/** "Aujourd'hui", then the day of the week and of the month. */
function dayInWords(day: string, later: number, now: number, t: Messages): string {
  const at = daysBetween({ from: day, until: day }, now)?.from ?? now;
  return later === 0 ? t.when.dayToday : dayWords(at, now, t);
}

/** Who that is, before the code: the answer that goes back comes first and is as large. */
export function LocumCheckScreen({ screen, model, t, dispatch }: ScreenProps<LocumCheck>) {
  const { found, busy } = screen;
  const locked = busy || !mayGive(screen, model.now);
  return (
    <>
      <Heading>{t.locumCheck.title}</Heading>
      <dl class="card what">
        <Fact icon="person" name={t.locumCheck.who} value={found.name}>
          {found.nationalId}
        </Fact>
        <Fact
          icon="clock"
          name={t.locumCheck.when}
          value={capital(daysWords(screen, model.now, t))}
        />
        <Fact icon="screen" name={t.locumCheck.computer} value={computerWords(screen.place, t)} />
      </dl>
      <p>{t.locumCheck.told}</p>
      {!isOfField(screen.trouble) && <TroubleNotice trouble={screen.trouble} t={t} />}
      <Dock>
        <Button
          kind="refuse"
          icon="hand"
          busy={busy}
          onTap={() => dispatch({ event: "locum_other_tapped" })}
        >
          {t.locumCheck.other}
        </Button>
        <CodeForm
          entry={screen.entry}
          error={codeError(screen, model.now, t)}
          hint={t.question.codeHint}
          locked={locked}
          t={t}
          dispatch={dispatch}
        >
          <Button icon="check" busy={locked}>
            {busy ? t.locumCheck.busy : t.locumCheck.go}
          </Button>
        </CodeForm>
      </Dock>
    </>
  );
}

const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);

export function LocumDoneScreen({ screen, model, t, dispatch }: ScreenProps<LocumDone>) {
  const { locum, place } = screen;
  return (
    <>
      <Panel icon="check" about={computerWords(place, t)}>
        <Heading>{t.locumDone.title(locum.name)}</Heading>
        <p>{capital(daysWords(locum, model.now, t))}.</p>
      </Panel>
      <p>{t.locumDone.lead}</p>
      <p class="quiet">{t.locumDone.next}</p>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "places" })}>
          {t.locumDone.back}
        </Button>
      </Dock>
    </>
  );
}
