import { Icon, Link } from "@aval/design/shell";
import type { SavedView } from "@aval/protocol";
import { useRef, useState } from "preact/hooks";
import { Button, type ScreenProps } from "../screens/parts.tsx";
import { isSameAct, routeAt } from "../state.ts";
import { alertsAddress, casesAddress } from "./state.ts";

const addresses = { cases: casesAddress, alerts: alertsAddress } as const;

/** The filters that its reader named, each an address; and the name under which the present ones are kept. */
export function OwnViews(
  given: ScreenProps & {
    readonly section: SavedView["section"];
    /** The present filters, with their question mark; empty: none. */
    readonly query: string;
  },
) {
  const { t, model, engine, section, query } = given;
  const words = t.cases.saved;
  const own = (model.content.views?.views ?? []).filter((one) => one.section === section);
  return (
    <details class="own-views">
      <summary>{words.heading}</summary>
      <div class="stack stack-tight">
        <p class="quiet">{own.length === 0 ? words.none : words.lead}</p>
        {own.length > 0 && (
          <ul class="own-view-list">
            {own.map((one) => {
              const address = `${addresses[section]}${one.query ? `?${one.query}` : ""}`;
              const route = routeAt(address);
              const dropping = { act: "drop_view", view: one.view } as const;
              return (
                <li key={one.view} class="row">
                  <Link
                    address={address}
                    isCurrent={`?${one.query}` === query || (one.query === "" && query === "")}
                    onFollow={() => {
                      if (route.section === "cases" || route.section === "alerts")
                        engine.goToCases(route);
                    }}
                  >
                    {one.name}
                  </Link>
                  <Button
                    kind="quiet"
                    isBusy={isSameAct(model.busy, dropping)}
                    onTap={() => engine.act(dropping)}
                  >
                    <Icon name="cross" />
                    <span class="visually-hidden">{words.remove(one.name)}</span>
                  </Button>
                </li>
              );
            })}
          </ul>
        )}
        <Naming key={own.length} {...given} />
      </div>
    </details>
  );
}

function Naming({
  t,
  model,
  engine,
  section,
  query,
}: ScreenProps & { section: SavedView["section"]; query: string }) {
  const words = t.cases.saved;
  const [name, setName] = useState("");
  const [isMissing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  return (
    <form
      class="stack stack-tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(name.trim() === "");
        if (name.trim() === "") field.current?.focus();
        else engine.act({ act: "save_view", section, name: name.trim(), query: query.slice(1) });
      }}
    >
      <div class="field">
        <label for="view-name">{words.name}</label>
        <input
          id="view-name"
          ref={field}
          type="text"
          autocomplete="off"
          maxLength={60}
          value={name}
          aria-invalid={isMissing ? "true" : undefined}
          aria-describedby={isMissing ? "view-name-missing" : undefined}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        {isMissing && (
          <p class="field-error" id="view-name-missing" role="alert">
            {words.missing}
          </p>
        )}
      </div>
      <button
        type="submit"
        class="button button-plain"
        aria-disabled={model.busy?.act === "save_view" ? "true" : undefined}
      >
        {words.keep}
      </button>
    </form>
  );
}
