import "@aval/design/aval.css";
import "./simulator.css";
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { vaultName } from "../keys/vault.ts";
import { type Language, languageOf } from "../settings/state.ts";
import { Mark } from "../shell/icons.tsx";
import { useFocusOnArrival } from "../shell/parts.tsx";
import { simulatorMessages } from "./messages.ts";
import { addPhone, readPhones, registerAddress } from "./phones.ts";

/**
 * Several phones side by side, for the sandbox: each is the phone's page itself in a frame, with a vault of its own. This
 * page gives them nothing: what a phone sees it sees with its own eye, *Scanner cet écran* or a camera.
 */
const key = "aval.simulator.phones";
const register = registerAddress(new URL(location.href));

/** A window of its own, not a tab: a sign-in page that is hidden shows no code. `noopener`: it learns nothing of this one. */
function openRegister(event: MouseEvent) {
  event.preventDefault();
  window.open(register, "_blank", "popup,noopener,noreferrer,width=1100,height=820");
}

function Simulator() {
  const [phones, setPhones] = useState(() => readPhones(localStorage.getItem(key)));
  const [language, setLanguage] = useState<Language>(() => languageOf(navigator.languages));
  const t = simulatorMessages[language];
  const other = language === "fr" ? "en" : "fr";
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `${t.title} – Aval`;
  }, [language, t]);
  const title = useRef<HTMLHeadingElement>(null);
  const keep = (names: readonly string[]) => {
    localStorage.setItem(key, JSON.stringify(names));
    setPhones(names);
  };
  const remove = (name: string) => {
    title.current?.focus();
    keep(phones.filter((other) => other !== name));
    // After the frame is gone: an open phone would otherwise hold its vault.
    setTimeout(() => indexedDB.deleteDatabase(vaultName(name)), 200);
  };

  return (
    <div class="page bench">
      <header class="masthead">
        <p class="brand">
          <Mark />
          Aval
        </p>
        <span class="chip">{t.sandbox}</span>
        <button type="button" class="language" lang={other} onClick={() => setLanguage(other)}>
          {t.otherLanguage}
        </button>
      </header>
      <main class="content content-wide">
        <div class="stack">
          <h1 ref={title} tabIndex={-1}>
            {t.title}
          </h1>
          <p class="lead">{t.lead}</p>
          <ol class="steps">
            {t.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <a
            class="button button-plain"
            href={register}
            target="_blank"
            rel="noopener noreferrer"
            onClick={openRegister}
          >
            {t.register}
          </a>
          <button
            type="button"
            class="button button-primary"
            disabled={phones.length >= 6}
            onClick={() => keep(addPhone(phones))}
          >
            {t.add}
          </button>
        </div>
        <ul class="phones">
          {phones.map((name) => (
            <li key={name} class="stack stack-tight">
              <h2>{t.phone(name)}</h2>
              <iframe
                class="phone-frame"
                title={t.phone(name)}
                src={`/?phone=${name}`}
                allow="camera; display-capture"
              />
              <Removal name={name} t={t} onRemove={() => remove(name)} />
            </li>
          ))}
        </ul>
        <p class="visually-hidden" role="status">
          {t.count(phones.length)}
        </p>
      </main>
      <footer class="foot">
        <p>{t.foot}</p>
      </footer>
    </div>
  );
}

type RemovalProps = {
  readonly name: string;
  readonly t: (typeof simulatorMessages)[Language];
  readonly onRemove: () => void;
};

/** Asked once more, and the focus goes with the question and comes back with the answer. */
function Removal({ name, t, onRemove }: RemovalProps) {
  const [asking, setAsking] = useState<boolean>();
  return asking ? (
    <Sure name={name} t={t} onRemove={onRemove} onKeep={() => setAsking(false)} />
  ) : (
    <Remove name={name} t={t} takesFocus={asking === false} onAsk={() => setAsking(true)} />
  );
}

function Sure({ name, t, onRemove, onKeep }: RemovalProps & { readonly onKeep: () => void }) {
  const question = useFocusOnArrival<HTMLParagraphElement>();
  return (
    <div class="notice notice-warning">
      <p ref={question} tabIndex={-1}>
        {t.sure(name)}
      </p>
      <button type="button" class="button button-plain" onClick={onKeep}>
        {t.keep}
      </button>
      <button type="button" class="button button-refuse" onClick={onRemove}>
        {t.removeNow}
      </button>
    </div>
  );
}

function Remove({
  name,
  t,
  takesFocus,
  onAsk,
}: Omit<RemovalProps, "onRemove"> & {
  readonly takesFocus: boolean;
  readonly onAsk: () => void;
}) {
  const button = useFocusOnArrival<HTMLButtonElement>(takesFocus);
  return (
    <button ref={button} type="button" class="button button-quiet" onClick={onAsk}>
      {t.remove(name)}
    </button>
  );
}

render(<Simulator />, document.getElementById("app") as HTMLElement);
