import { useEffect, useRef, useState } from "preact/hooks";
import type { ScreenProps } from "../screens/parts.tsx";
import { type ShortcutAct, placeOf, shortcutActs, shortcutOf, shortcuts } from "./shortcuts.ts";
import { allAlerts, allCases, isMoved } from "./state.ts";

const offKey = "aval-shortcuts-off";

/** Where each leads on a case: what is opened, and takes the focus. */
const fields: Readonly<Partial<Record<ShortcutAct, string>>> = {
  measure: "input[name=measure]",
  note: "#note",
  snooze: "#hours",
  close: "input[name=outcome]",
};

/**
 * Hears the keys of this page, and says what they are. They can be turned off, in this browser: whoever speaks to their computer would
 * press them by chance (WCAG 2.1.4).
 */
export function Shortcuts(given: ScreenProps) {
  const { t, model, engine } = given;
  const words = t.cases.shortcuts;
  const help = useRef<HTMLDetailsElement>(null);
  const [isOff, setOff] = useState(isKeptOff);
  const act = useRef<(does: ShortcutAct) => boolean>(() => false);
  act.current = (does) => {
    if (does === "help") return openAt(help.current?.querySelector("summary"));
    if (does === "next" || does === "previous") return step(does === "next" ? 1 : -1);
    if (does === "cases") engine.goToCases({ section: "cases", filter: allCases });
    else if (does === "alerts") engine.goToCases({ section: "alerts", filter: allAlerts });
    else if (does === "claim") {
      const seen = model.content.case;
      if (!seen || isMoved(seen) || seen.state !== "open") return false;
      engine.act({ act: "case", case: seen.case, name: "claim", given: {} });
    } else return openAt(document.querySelector<HTMLElement>(fields[does] ?? ""));
    return true;
  };
  const { route } = model;
  useEffect(() => {
    if (isOff) return;
    const hear = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      const isTaken = event.defaultPrevented || isTypedIn(event.target);
      const does = shortcutOf({ key, ctrlKey, metaKey, altKey, isTaken }, route);
      if (does && act.current(does)) event.preventDefault();
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, [isOff, route]);
  const here = placeOf(route);
  const shown = shortcutActs.filter((one) => ["any", here].includes(shortcuts[one].where));
  return (
    <details class="shortcuts" ref={help}>
      <summary>{words.heading}</summary>
      <div class="stack stack-tight">
        <dl class="keys">
          {shown.map((one) => (
            <div key={one}>
              <dt>
                <kbd>{shortcuts[one].key}</kbd>
              </dt>
              <dd>{words.does[one]}</dd>
            </div>
          ))}
        </dl>
        <label class="check">
          <input
            type="checkbox"
            checked={!isOff}
            onChange={(event) => {
              keepOff(!event.currentTarget.checked);
              setOff(!event.currentTarget.checked);
            }}
          />
          <span>{words.on}</span>
        </label>
      </div>
    </details>
  );
}

/** The first line's link, or the one after the line that has the focus. */
function step(by: 1 | -1): boolean {
  const links = [...document.querySelectorAll<HTMLElement>("main tbody a")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? links[by > 0 ? 0 : links.length - 1] : links[at + by];
  next?.focus();
  return next !== undefined;
}

/** Opens what it is folded into, and gives it the focus. */
function openAt(found: HTMLElement | null | undefined): boolean {
  if (!found) return false;
  const folded = found.closest("details");
  if (folded) folded.open = true;
  found.focus();
  found.scrollIntoView({ block: "center" });
  return true;
}

const isTypedIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches("textarea, select, input:not([type=radio], [type=checkbox])"));

function isKeptOff(): boolean {
  try {
    return localStorage.getItem(offKey) === "yes";
  } catch {
    return false;
  }
}

function keepOff(is: boolean): void {
  try {
    if (is) localStorage.setItem(offKey, "yes");
    else localStorage.removeItem(offKey);
  } catch {
    // Storage refused: it holds until the page is left.
  }
}
