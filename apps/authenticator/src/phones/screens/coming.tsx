import type { EnrolmentView } from "@aval/protocol";
import { type Messages, whenWords } from "../../messages.ts";
import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { PhoneStopped } from "../request.ts";

/** On the home screen, above everything: what is about to be this holder's, and the one tap that stops it. */
export function ComingNotices({ model, t, dispatch }: Omit<ScreenProps<unknown>, "screen">) {
  const { phones, stopping, trouble } = model.coming;
  return (
    <>
      {phones.map((one) => (
        <Notice key={one.enrolment} tone="danger" icon="phone">
          <p>
            <strong>{one.raises ? t.coming.raises : t.coming.title}</strong>
          </p>
          <p>{t.coming.text(one.label, whenWords(one.askedAt, model.now, t))}</p>
          <p>{comingWords(one, model.now, t)}</p>
          {one.mayStop ? (
            <Button
              kind="refuse"
              icon="hand"
              busy={stopping !== undefined}
              onTap={() => dispatch({ event: "coming_stop_tapped", enrolment: one.enrolment })}
            >
              {stopping === one.enrolment ? t.coming.stopping : t.coming.stop}
            </Button>
          ) : (
            one.state !== "held" && <p>{t.coming.noStop}</p>
          )}
          {one.mayConfirm && (
            <Button
              kind="plain"
              busy={stopping !== undefined}
              onTap={() =>
                dispatch({ event: "mine_tapped", enrolment: one.enrolment, label: one.label })
              }
            >
              {t.coming.mine}
            </Button>
          )}
        </Notice>
      ))}
      {phones.length > 0 && <TroubleNotice trouble={trouble} t={t} />}
    </>
  );
}

function comingWords(one: EnrolmentView, now: number, t: Messages): string {
  if (one.state === "held") return t.coming.held;
  const proven = one.inPerson ? `${t.coming.inPerson} ` : "";
  if (one.activeAt === undefined) return proven;
  return `${proven}${one.activeAt <= now ? t.coming.ready : t.coming.until(whenWords(one.activeAt, now, t))}`;
}

/** It is stopped. What it may have been, and that nobody calls about it. */
export function PhoneStoppedScreen({ model, t, dispatch }: ScreenProps<PhoneStopped>) {
  const isHeld = model.coming.phones.some(({ state }) => state === "held");
  return (
    <>
      <Panel icon="hand" tone="refuse">
        <Heading>{t.phoneStopped.title}</Heading>
        <p>{t.phoneStopped.lead}</p>
      </Panel>
      {isHeld && <p>{t.phoneStopped.held}</p>}
      <p>
        <strong>{t.phoneStopped.call}</strong>
      </p>
      <Button kind="plain" icon="lock" onTap={() => dispatch({ event: "opened", screen: "block" })}>
        {t.block.tap}
      </Button>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.placeMade.home}
        </Button>
      </Dock>
    </>
  );
}
