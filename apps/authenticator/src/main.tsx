import { noCalls } from "./calls/request.ts";
import "@aval/design/aval.css";
import "./authenticator.css";
import "./screens.css";
import "./listed.css";
import "./places/places.css";
import "./sessions/sessions.css";
import "./bells/bells.css";
import "./phones/phones.css";
import {
  bindingIn,
  bindingText,
  enrolPath,
  letterIn,
  letterText,
  walletReturnIn,
} from "@aval/protocol";
import { render } from "preact";
import { App } from "./app.tsx";
import { createDecoder } from "./approvals/decoder.ts";
import { createEye } from "./approvals/eye.ts";
import { createPush } from "./bells/push.ts";
import { noBells } from "./bells/request.ts";
import type { WakeMessage } from "./bells/wake.ts";
import { createEffects, type Dispatch, type World } from "./effects.ts";
import { openVault, phoneName, type Vault, vaultName } from "./keys/vault.ts";
import { nothingDue } from "./own-contacts/state.ts";
import { noComing } from "./phones/request.ts";
import { nothingKnown } from "./second-means/request.ts";
import { noPlaces } from "./places/request.ts";
import { languageOf } from "./settings/state.ts";
import { noSoftware } from "./software/request.ts";
import { askingOf } from "./shell/asking.ts";
import { followHistory } from "./shell/history.ts";
import { keepFieldInSight } from "./shell/keyboard.ts";
import { createNetwork, type Network } from "./shell/network.ts";
import { createPlatform, phoneLabel } from "./shell/platform.ts";
import { registerServiceWorker, startDecodeWorker } from "./shell/trusted.ts";
import { followUpdates } from "./shell/updates.ts";
import { type AppEvent, type Model, needs, step } from "./state.ts";
import { readEntrance } from "./this-phone/request.ts";
import { waysOf } from "./this-phone/ways.ts";

/** Whether this deployment is a sandbox. Without an answer it is not: a stranger's link then opens the ordinary phone. */
async function isSandbox(network: Network): Promise<boolean> {
  const answer = await network.get("/mode.json").catch(() => undefined);
  return (answer?.body as { mode?: unknown } | undefined)?.mode === "sandbox";
}

const network = createNetwork((input, init) => fetch(input, init));
const mode = isSandbox(network);
// Only a name in the address makes the page wait for the mode: it chooses which vault is opened.
const asked = phoneName(location.search);
const name = asked !== undefined && (await mode) ? asked : undefined;
const platform = createPlatform(window, name);

const ways = waysOf(window);
const entrance = readEntrance(document.documentElement.dataset);
if (entrance) ways.forgetForm();

/** What the page that this phone scanned said, taken out of the address: it is worth nothing a minute later. */
const scanned = bindingIn(location.href, location.origin);
/** What a letter's code said, likewise. */
const letter = letterIn(location.href, location.origin);
/** What a wallet sent this browser back with, taken out of the address as well, before anybody could read it out. */
const returned = walletReturnIn(location.href, location.origin);
if (location.pathname === enrolPath) history.replaceState(history.state, "", "/");

const first: Model = {
  screen: { at: "starting" },
  language: languageOf(navigator.languages),
  sandbox: name !== undefined,
  offer: platform.offer(),
  name,
  holder: undefined,
  now: Date.now() / 1000,
  online: navigator.onLine,
  activity: undefined,
  activityTrouble: undefined,
  calls: noCalls,
  places: noPlaces,
  software: noSoftware,
  bells: noBells,
  coming: noComing,
  contacts: nothingDue,
  means: nothingKnown,
  atEntry: ways.atEntry,
  stops: undefined,
  update: false,
  onboarding: undefined,
  draw: 0,
  asking: askingOf(0),
  calmUntil: undefined,
};

/** Without a vault nothing can be kept, hence nothing enrolled: the page says so and does nothing else. */
const vault: Vault | undefined = await openVault(indexedDB, vaultName(name)).catch(() => undefined);
const [kept, chosen, activity, making, onboarding, meansLater] = await Promise.all([
  vault?.phone(),
  vault?.language(),
  vault?.activity(),
  vault?.making(),
  vault?.onboarding(),
  vault?.meansLater(),
]);
if (vault) start(vault);
else
  paint(
    { ...first, screen: { at: "broken", why: "no_storage" } },
    () => {},
    document.createElement("video"),
  );

function paint(model: Model, dispatch: Dispatch, video: HTMLVideoElement): void {
  document.documentElement.lang = model.language;
  render(
    <App model={model} dispatch={dispatch} video={video} />,
    document.getElementById("app") as HTMLElement,
  );
}

function start(ofThisPhone: Vault): void {
  let model: Model = { ...first, language: chosen ?? first.language };
  // Without it the page works, does not open offline and is not woken.
  const registration = registerServiceWorker().catch(() => undefined);
  const updates = followUpdates({
    container: navigator.serviceWorker,
    registration,
    reload: () => location.reload(),
    ready: () => dispatch({ event: "update_ready" }),
  });
  const world: World = {
    network,
    vault: ofThisPhone,
    platform,
    push: createPush(window, registration, name, platform.offer() === "ios"),
    label: phoneLabel(navigator.userAgent, name),
    now: () => Date.now(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    update: updates.apply,
    ways,
    createEye: (send) => {
      let decoder: ReturnType<typeof createDecoder> | undefined;
      return createEye(() => (decoder ??= createDecoder(startDecodeWorker)), {
        opened: (torch) => send({ event: "eye_opened", torch }),
        failed: (why) => send({ event: "eye_failed", why }),
        seen: (text) => send({ event: "seen", text }),
      });
    },
  };
  const effects = createEffects(world, dispatch);
  const follow = followHistory(window, () => dispatch({ event: "back" }));

  function dispatch(event: AppEvent): void {
    const [draw = 0] = world.randomBytes(1);
    const next = step({ ...model, now: effects.now(), draw }, event);
    model = next.model;
    paint(model, dispatch, effects.eye.video);
    follow(model.screen);
    effects.keep(needs(model));
    for (const command of next.run) {
      effects.run(command).catch((fault: unknown) => {
        // A bug, not a refusal: shown as one, and reported to whoever looks at this page's console.
        reportError(fault);
        dispatch({ event: "broke", why: "fault" });
      });
    }
  }

  window.addEventListener("online", () => dispatch({ event: "online_changed", online: true }));
  window.addEventListener("offline", () => dispatch({ event: "online_changed", online: false }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    void effects.learnTime();
    dispatch({ event: "woken" });
  });
  // Only a page that is a telephone's own is woken.
  if (name === undefined) followWorker(dispatch);
  platform.onOfferChanged((offer) => dispatch({ event: "offer_changed", offer }));
  keepFieldInSight(window);
  void effects.learnTime();
  void mode.then((sandbox) => dispatch({ event: "mode_known", sandbox }));
  dispatch({
    event: "started",
    stage: kept?.stage,
    holder: kept?.holder,
    activity,
    making,
    onboarding,
    meansLater,
  });
  if (returned) dispatch({ event: "wallet_returned", returned, isOurs: kept?.stage === "asked" });
  if (letter) dispatch({ event: "letter_seen", letter: letterText(letter) });
  if (scanned && !kept) dispatch({ event: "binding_seen", binding: bindingText(scanned) });
  if (scanned && kept && kept.stage !== "active")
    dispatch({ event: "again_seen", binding: bindingText(scanned) });
  if (scanned && kept?.stage === "active")
    dispatch({ event: "raise_seen", binding: bindingText(scanned) });
  if (entrance) dispatch({ event: "entered", entrance, hasPhone: kept?.stage === "active" });
}

/** What the service worker tells of pushes, while the page is open. Messages of other kinds are not ours. */
function followWorker(dispatch: Dispatch): void {
  const container: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  container?.addEventListener("message", ({ data }: MessageEvent<Partial<WakeMessage> | null>) => {
    if (data?.wake === "arrived") dispatch({ event: "wake_arrived", id: String(data.id) });
    if (data?.wake === "opened") dispatch({ event: "wake_opened" });
    if (data?.wake === "moved") dispatch({ event: "wake_moved" });
  });
}
