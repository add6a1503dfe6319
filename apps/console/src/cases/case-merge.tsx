import type { CaseId, CaseView } from "@aval/protocol";
import { useState } from "preact/hooks";
import { Choice, type ScreenProps } from "../screens/parts.tsx";
import { useCaseAct, WordsForm } from "./parts.tsx";
import { caseNamedIn, shortId } from "./state.ts";

const another = "another";

/** Puts this case into another one that goes on: a neighbour, or any other by its address. */
export function Merging(given: ScreenProps & { readonly view: CaseView }) {
  const { t, view, model } = given;
  const { merging } = t.cases;
  const { act } = useCaseAct(given, view.case);
  const near = view.related.filter(({ state }) => state !== "merged" && state !== "closed");
  const [chosen, setChosen] = useState<string>();
  const [address, setAddress] = useState("");
  const [isMissing, setMissing] = useState(false);
  const isOther = near.length === 0 || chosen === another;
  const into = isOther ? caseNamedIn(address) : (chosen as CaseId | undefined);
  const names: Record<string, string> = { [another]: merging.another };
  for (const one of near) names[one.case] = t.cases.name(shortId(one.case));
  return (
    <details>
      <summary>{merging.heading}</summary>
      <WordsForm
        id="merge"
        label={merging.words}
        hint={merging.hint}
        button={merging.go}
        missing={t.cases.acts.missing}
        isBusy={model.busy?.act === "case"}
        mayGo={() => {
          setMissing(into === undefined || into === view.case);
          return into !== undefined && into !== view.case;
        }}
        send={(words) => into && act({ name: "merge", given: { into, words } })}
      >
        {near.length > 0 && (
          <Choice
            legend={merging.which}
            name="into"
            values={[...near.map((one) => one.case as string), another]}
            words={names}
            chosen={chosen}
            choose={setChosen}
          />
        )}
        {isOther && (
          <div class="field">
            <label for="merge-address">{merging.address}</label>
            <input
              id="merge-address"
              type="text"
              autocomplete="off"
              value={address}
              aria-describedby="merge-address-hint"
              aria-invalid={isMissing ? "true" : undefined}
              onInput={(event) => setAddress(event.currentTarget.value)}
            />
            <p class="quiet" id="merge-address-hint">
              {merging.addressHint}
            </p>
          </div>
        )}
        {isMissing && (
          <p class="field-error" role="alert">
            {merging.missing}
          </p>
        )}
      </WordsForm>
    </details>
  );
}
