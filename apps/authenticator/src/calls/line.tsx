import { type Messages, timeWords } from "../messages.ts";
import { Icon } from "../shell/icons.tsx";
import { Button, Notice, type ScreenProps } from "../shell/parts.tsx";
import type { Model } from "../state.ts";
import type { Calling } from "./request.ts";
import { callingNow, callLineOf } from "./state.ts";

/** Whose agent calls. */
export const whoseWords = ({ caller }: Extract<Calling, { is: "called" }>, t: Messages): string =>
  caller.institution?.[t.language] ?? t.calling.ours;

/** Who calls, or that nobody does: a sentence on every screen where a caller would lead somebody. */
export function CallLine({ model, t }: { readonly model: Model; readonly t: Messages }) {
  const line = callLineOf(model);
  if (!line) return null;
  if (line === "always") return <Quiet words={t.calling.always} />;
  const calling = callingNow(model);
  if (calling.is === "called") return <CalledNotice calling={calling} t={t} />;
  const held = calling.is === "nobody" ? calling.heldUntil : undefined;
  return (
    <Quiet
      words={`${t.calling[calling.is]}${held === undefined ? "" : ` ${t.calling.held(timeWords(held, t))}`}`}
    />
  );
}

export function CalledNotice({
  calling,
  t,
}: {
  readonly calling: Extract<Calling, { is: "called" }>;
  readonly t: Messages;
}) {
  const { caller, heldUntil } = calling;
  return (
    <Notice tone="warning" icon="ringing">
      <p>
        <strong>
          {t.calling.called(`${caller.name}, ${whoseWords(calling, t)}`, caller.case)}
        </strong>
      </p>
      <p>{t.calling.never}</p>
      {heldUntil !== undefined && <p>{t.calling.held(timeWords(heldUntil, t))}</p>}
    </Notice>
  );
}

/** *Signaler cet appel*: it acts at once. `refuse`, beside somebody who calls in our name. */
export function ReportCall({
  t,
  dispatch,
  kind = "plain",
}: Pick<ScreenProps<unknown>, "t" | "dispatch"> & { readonly kind?: "refuse" | "plain" }) {
  return (
    <Button kind={kind} icon="hand" onTap={() => dispatch({ event: "report_tapped", when: "now" })}>
      {t.calling.report}
    </Button>
  );
}

const Quiet = ({ words }: { readonly words: string }) => (
  <p class="status quiet call-line">
    <Icon name="hangUp" />
    <span>{words}</span>
  </p>
);
