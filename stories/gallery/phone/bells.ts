import type { BellView, Context, RingView } from "@aval/protocol";
import { bellsInFrench } from "../../../apps/authenticator/src/bells/messages.fr.ts";
import {
  type BellScreen,
  type BellTrial,
  bellList,
  bellTrial,
  noBells,
  type PushPermission,
  quietHours,
  ringWhy,
} from "../../../apps/authenticator/src/bells/request.ts";
import type { Model, Screen } from "../../../apps/authenticator/src/state.ts";
import type { Trouble } from "../../../apps/authenticator/src/trouble.ts";
import { errors } from "../../../apps/server/src/errors.ts";

/** The screens about bells in every state, and the states that a bell gives to other screens. */
type States = Readonly<Record<string, Partial<Model> & { readonly screen: Screen }>>;

/** The gallery's own moment: Friday 20 November 2026, 9:12 in Paris. */
const now = 1_795_162_320;
const place = {
  id: "plc_0123456789abcdefghjkmnpqr2" as RingView["place"]["id"],
  declared: "Windows, Firefox",
};
const longPlace = {
  ...place,
  declared: "Windows 11 Entreprise, Firefox 145.0.2 ESR, Portail-Interrégional-De-Traçabilité",
};
const register = { id: "register", name: "Registre de vaccination" };
const longService = {
  id: "long",
  name: "Portail interrégional de traçabilité des vaccinations et des tests antigéniques",
};
const bell = (seed: number, more: Partial<BellView> = {}): BellView => ({
  id: `bel_0123456789abcdefghjkmnpqr${seed}` as BellView["id"],
  service: register,
  place,
  setAt: now - 90_000,
  lastUsedAt: now - 3600,
  ...more,
});
const silenced = bell(2, { service: longService, silencedUntil: now + 40_000 });
const list = [bell(1), silenced, bell(3, { place: { ...place, declared: "" } })];
const bells = { ...noBells, list };
const ring: RingView = {
  ring: "rng_0123456789abcdefghjkmnpqrs" as RingView["ring"],
  service: register,
  place,
  until: now + 48,
};
const longRing: RingView = { ...ring, service: longService, place: longPlace };
const offline: Trouble = { kind: "offline" };
const { fr, en } = errors.too_many;
const tooMany: Trouble = {
  kind: "denied",
  error: "too_many",
  message: { fr, en },
  reference: "k7qf-2m9d",
};

const allowed: BellTrial = { ...bellTrial, permission: "allowed", known: true };
const night = { hours: { from: "22:00", to: "06:00" }, quietNow: false };
const kept = { bells: { ...noBells, quiet: night } };
const trial = (more: Partial<BellTrial>) => ({ screen: { ...allowed, ...more }, ...kept });

export const bellStates: Readonly<Record<BellScreen["at"], States>> = {
  bells: {
    "": { screen: bellList, bells },
    empty: { screen: bellList, bells: { ...noBells, list: [] } },
    loading: { screen: bellList },
    removing: { screen: { ...bellList, ending: [silenced.id] }, bells },
    removed: { screen: { ...bellList, ended: bell(1) }, bells: { ...noBells, list: [silenced] } },
    offline: { screen: { ...bellList, trouble: offline } },
  },
  ring: {
    "": { screen: { at: "ring", ring, over: false } },
    long: { screen: { at: "ring", ring: longRing, over: false } },
    over: { screen: { at: "ring", ring: longRing, over: true } },
  },
  "ring-why": {
    "": { screen: ringWhy(ring) },
    busy: { screen: { ...ringWhy(ring), busy: true } },
    offline: { screen: { ...ringWhy(ring), trouble: offline } },
  },
  "ring-refused": {
    "": { screen: { at: "ring-refused", ring, reason: "not_me", bell: "ended" } },
    mistake: { screen: { at: "ring-refused", ring, reason: "mistake", bell: "kept" } },
    silenced: { screen: { at: "ring-refused", ring: longRing, reason: "other", bell: "silenced" } },
  },
  "bell-trial": {
    ...Object.fromEntries(
      (Object.keys(bellsInFrench.trial.permission) as PushPermission[]).map((permission) => [
        permission,
        { screen: { ...bellTrial, permission }, ...kept },
      ]),
    ),
    loading: { screen: bellTrial },
    "in-a-tab": { ...trial({}), offer: "menu" },
    allowing: { screen: { ...bellTrial, permission: "unasked", run: { how: "allowing" } } },
    sending: trial({ run: { how: "sending" } }),
    waiting: trial({ run: { how: "waiting", until: now + 17 } }),
    arrived: trial({ run: { how: "arrived" } }),
    silent: trial({ run: { how: "waiting", until: now - 1 } }),
    unreachable: trial({ known: false, run: { how: "unreachable" } }),
    stopping: trial({ run: { how: "stopping" } }),
    offline: trial({ trouble: offline }),
    denied: trial({ trouble: tooMany }),
    night: {
      screen: allowed,
      bells: { ...noBells, quiet: { ...night, quietNow: true } },
    },
  },
  "quiet-hours": {
    "": { screen: quietHours, ...kept },
    none: { screen: quietHours, bells: { ...noBells, quiet: { hours: null, quietNow: false } } },
    "half-hour": {
      screen: quietHours,
      bells: { ...noBells, quiet: { hours: { from: "21:30", to: "05:00" }, quietNow: false } },
    },
    loading: { screen: quietHours },
    slip: { screen: { ...quietHours, slip: true }, ...kept },
    busy: { screen: { ...quietHours, busy: true }, ...kept },
    kept: { screen: { ...quietHours, kept: true }, ...kept },
    offline: { screen: { ...quietHours, trouble: offline }, ...kept },
  },
};

const offerOf = (service: BellView["service"]) => ({ place, service });
/** What a bell adds to the screen of a request accepted from the holder's own place. */
export function answeredWithBell(context: Context): States {
  const answered = (service: BellView["service"]): Screen => ({
    at: "answered",
    decision: "approved",
    context: {
      ...context,
      rights: "full",
      service: { ...service, number: "VAC-0421" },
      browser: { ...context.browser, standing: "own_place", place: { id: place.id, since: 1 } },
    },
    mayBePlace: false,
  });
  const offer = offerOf(register);
  const setting = (how: NonNullable<Model["bells"]["setting"]>["how"]) => ({
    screen: answered(register),
    bells: { ...noBells, setting: { offer, how } },
  });
  return {
    "bell-offer": { screen: answered(register), bells: { ...noBells, offers: [offer] } },
    "bell-offer-long": {
      screen: answered(longService),
      bells: { ...noBells, offers: [offerOf(longService)] },
    },
    "bell-busy": setting("busy"),
    "bell-set": setting("made"),
    "bell-offline": setting(offline),
  };
}

/** A ring that was put aside, on the home screen. */
export const homeWithRing: States = {
  ring: { screen: { at: "home", opening: false, waiting: undefined }, bells: { ...bells, ring } },
};
/** The bells of *Mes postes*. */
export const bellsOfPlaces = bells;
