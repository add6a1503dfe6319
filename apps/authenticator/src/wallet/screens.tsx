import { NationalIdField } from "../shell/national-id.tsx";
import {
  Button,
  Dock,
  fieldOf,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../shell/parts.tsx";
import type { WalletBack, WalletForeign, WalletWho } from "./state.ts";

/** The holder says who they are; the identifier is public, and names nobody to whoever types another's. */
export function WalletWhoScreen({ screen, t, dispatch }: ScreenProps<WalletWho>) {
  const { slip, busy } = screen;
  const send = (event: Event) => {
    dispatch({ event: "wallet_asked", nationalId: fieldOf(event, "nationalId") });
  };
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.wallet.title}</Heading>
        <p class="lead">{t.wallet.lead}</p>
      </div>
      <form class="stack" noValidate onSubmit={send}>
        <NationalIdField
          words={t.wallet}
          typed={screen.nationalId}
          slip={slip}
          locked={busy === "asking"}
        />
        <Notice tone="warning" icon="warning">
          <p>{t.wallet.never}</p>
        </Notice>
        {busy === "opened" && (
          <Notice icon="phone">
            <p>{t.wallet.opened}</p>
            <p>{t.wallet.nothing}</p>
          </Notice>
        )}
        <TroubleNotice trouble={screen.trouble} t={t} />
        <Dock>
          <Button icon="phone" busy={busy === "asking"}>
            {busy === "asking" ? t.wallet.asking : busy ? t.wallet.again : t.wallet.go}
          </Button>
        </Dock>
      </form>
    </>
  );
}

/** Back from the wallet: what it came to, and where else to go. */
export function WalletBackScreen({ screen, t, dispatch }: ScreenProps<WalletBack>) {
  if (!screen.trouble)
    return (
      <Panel icon="clock">
        <Heading>{t.wallet.backTitle}</Heading>
        <p>{t.wallet.checking}</p>
      </Panel>
    );
  return (
    <>
      <Heading>{t.wallet.failedTitle}</Heading>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <p>{t.wallet.doors}</p>
      <Dock fixed>
        <Button icon="again" onTap={() => dispatch({ event: "wallet_tapped" })}>
          {t.wallet.retry}
        </Button>
      </Dock>
    </>
  );
}

/** Somebody else's request was opened on this phone. */
export function WalletForeignScreen({ t, dispatch }: ScreenProps<WalletForeign>) {
  return (
    <>
      <Panel icon="warning" tone="refuse">
        <Heading>{t.wallet.foreignTitle}</Heading>
        <p>{t.wallet.foreign}</p>
      </Panel>
      <Notice tone="warning" icon="warning">
        <p>{t.wallet.foreignFraud}</p>
      </Notice>
      <p>{t.wallet.foreignYours}</p>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "wallet_left" })}>{t.wallet.home}</Button>
      </Dock>
    </>
  );
}
