import type { QuietHours } from "@aval/protocol";
import type { Messages } from "../../messages.ts";
import {
  Button,
  Dock,
  Heading,
  Notice,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { QuietScreen } from "../request.ts";
import { hourWords } from "../words.ts";

/** What the fields say before there ever was a choice. */
const usual: QuietHours = { from: "22:00", to: "06:00" };

/** *Heures calmes*: from when to when a sign-in request keeps silent, and what always sounds. */
export function QuietHoursScreen({ screen, model, t, dispatch }: ScreenProps<QuietScreen>) {
  const { quiet } = model.bells;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.quiet.title}</Heading>
        <p>{t.quiet.lead}</p>
      </div>
      <TroubleNotice trouble={screen.trouble} t={t} />
      {!quiet && !screen.trouble && <p class="quiet">{t.quiet.loading}</p>}
      {quiet && (
        <form
          class="stack"
          noValidate
          onSubmit={(event) => dispatch({ event: "quiet_given", hours: hoursIn(event) })}
        >
          <Choice isOn={quiet.hours !== null} t={t} />
          <Hours hours={quiet.hours ?? usual} slip={screen.slip} t={t} />
          {screen.kept && (
            <Notice tone="good" icon="check">
              <p>{t.quiet.kept}</p>
            </Notice>
          )}
          <section class="stack stack-tight" aria-labelledby="always">
            <h2 id="always">{t.quiet.always}</h2>
            <ul class="card steps">
              {t.quiet.exceptions.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </section>
          <Dock>
            <Button busy={screen.busy}>{screen.busy ? t.quiet.keeping : t.quiet.keep}</Button>
          </Dock>
        </form>
      )}
    </>
  );
}

function Choice({ isOn, t }: { isOn: boolean; t: Messages }) {
  return (
    <fieldset class="languages quiet-choice">
      <legend class="visually-hidden">{t.quiet.on}</legend>
      {(["on", "off"] as const).map((choice) => (
        <label key={choice} class="choice">
          <input
            type="radio"
            name="on"
            value={choice}
            defaultChecked={isOn === (choice === "on")}
          />
          <span>{t.quiet.choices[choice]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Hours({ hours, slip, t }: { hours: QuietHours; slip: boolean; t: Messages }) {
  return (
    <div class="quiet-hours">
      <Hour name="from" label={t.quiet.from} chosen={hours.from} slip={slip} t={t} />
      <Hour name="to" label={t.quiet.to} chosen={hours.to} slip={slip} t={t} />
      <p class={slip ? "field-error" : "quiet"} id="quiet-zone">
        {slip ? t.quiet.slip : t.quiet.zone}
      </p>
    </div>
  );
}

type HourProps = {
  readonly name: "from" | "to";
  readonly label: string;
  readonly chosen: string;
  readonly slip: boolean;
  readonly t: Messages;
};

function Hour({ name, label, chosen, slip, t }: HourProps) {
  const whole = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`);
  const offered = whole.includes(chosen) ? whole : [chosen, ...whole];
  const id = `quiet-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        name={name}
        aria-describedby="quiet-zone"
        aria-invalid={slip ? "true" : undefined}
      >
        {offered.map((hour) => (
          <option key={hour} value={hour} selected={hour === chosen}>
            {hourWords(hour, t)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What the form holds: `null` for no quiet hours. */
function hoursIn(event: Event): QuietHours | null {
  event.preventDefault();
  const form = new FormData(event.currentTarget as HTMLFormElement);
  if (form.get("on") !== "on") return null;
  return { from: String(form.get("from")), to: String(form.get("to")) };
}
