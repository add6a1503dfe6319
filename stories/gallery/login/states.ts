import { doors, type LoginView, type PageBell, withCheckDigit } from "@aval/protocol";
import { cancelReasons } from "../../../apps/login/src/messages.ts";
import { firstModel, type Model, type Screen } from "../../../apps/login/src/state.ts";
import { errors } from "../../../apps/server/src/errors.ts";

/**
 * Every screen of the sign-in page in every state it can be in, as the models they are drawn from: the one list that the
 * gallery walks. A screen without a row does not compile; the reasons of a cancellation are the page's own list.
 */
type States = Readonly<Record<string, Partial<Model>>>;

/** Seconds of the server's clock. */
const now = 1_795_162_320;
const approval = "apr_0123456789abcdefghjkmnpqrs" as NonNullable<LoginView["approval"]>;
const service = { id: "register", name: "Registre de vaccination", sensitivity: "open" } as const;
const longService = {
  id: "long",
  name: "Portail interrégional de traçabilité des vaccinations et des tests antigéniques",
  sensitivity: "sensitive",
} as const;
const frame = `AVAL1.${approval}.42.abcdefghijklmnopqrstuv`;
const holder = "Marie-Antoinette de Montigny-Lencoup-Sainte-Colombe";

function view(
  state: LoginView["state"],
  more: Partial<LoginView> = {},
): { view: LoginView; frameAt: number } {
  return {
    view: { state, approval, service, rights: "reduced", now, expiresAt: now + 55, ...more },
    frameAt: 0,
  };
}

/** The same, as the server tells it when there is nothing to say of it. */
function without(name: keyof LoginView, { view: whole, ...more }: ReturnType<typeof view>) {
  const { [name]: _left, ...rest } = whole;
  return { ...more, view: rest as LoginView };
}
const shown = view("shown", { frame });
const digits = {
  ...view("shown", { frame, digits: withCheckDigit("40718") }),
  choice: "digits",
} as const;
const bell = (seed: number, firstName?: string): PageBell => ({
  bell: `bel_0123456789abcdefghjkmnpqr${seed}` as PageBell["bell"],
  ...(firstName !== undefined && { firstName }),
});
const claimed = view("claimed", { decideBy: now + 115 });
const down = (why: "offline" | "server") =>
  ({ state: "down", why, tries: 2, retryAt: 4_000 }) as const;
/** What its holder's own place says of a stop. */
const stops: Readonly<Record<string, NonNullable<LoginView["stop"]>>> = {
  blocked: {
    kind: "block",
    madeAt: now - 300,
    ways: [
      { means: ["phone"], from: now - 300 },
      { means: ["desk", "card", "phone"], from: now + 600 },
      { means: ["card"], from: now + 86_100 },
    ],
    cardAddress: "https://carte.exemple/rouvrir",
  },
  frozen: { kind: "freeze", madeAt: now - 300, ways: [{ means: ["two_people"], from: now - 300 }] },
};
const problem = (
  error: "sign_in_not_found" | "browser_mismatch" | "internal" | "holder_stopped",
) => {
  const { fr, en } = errors[error];
  return { problem: { error, message: { fr, en }, reference: "k7qf-2m9d" } };
};

export const loginStates: Readonly<Record<Screen["screen"], States>> = {
  opening: { "": {}, offline: { link: down("offline") } },
  scan: {
    "": shown,
    long: view("shown", { frame, service: longService }),
    "no-frame": { ...shown, frameAt: undefined },
    "last-seconds": view("shown", { frame, expiresAt: now + 9 }),
    full: view("shown", { frame, rights: "full" }),
    establishment: view("shown", {
      frame,
      establishment: { label: "Centre hospitalier de Villefictive" },
    }),
    "establishment-unknown": view("shown", { frame, establishment: {} }),
    doors: view("shown", { frame, doors: ["place", "workstation"] }),
    denied: without("rights", view("shown", { frame, doors: ["place_l5", "card"] })),
    nowhere: without("rights", view("shown", { frame, doors: [] })),
    "every-door": view("shown", { frame, doors }),
    shared: { ...view("shown", { frame, rights: "full" }), people: ["Anne", "Léa", "Yann"] },
    "on-phone": { ...shown, onPhone: true },
    card: view("shown", { frame, rights: "full", hasCard: true }),
    keys: { ...view("shown", { frame, hasCard: true }), hasKeys: true },
    "with-passkey": {
      ...view("shown", { frame, rights: "full", withPasskey: true }),
      hasKeys: true,
    },
    "passkey-not-enough": { ...view("shown", { frame, withPasskey: false }), hasKeys: true },
    bell: { ...shown, bells: [bell(1)] },
    "bell-shared": {
      ...view("shown", { frame, rights: "full" }),
      people: ["Anne", "Léa"],
      bells: [bell(1, "Anne"), bell(2, "Marie-Antoinette")],
    },
    "bell-rung": { ...shown, bells: [bell(1)], ringing: bell(1).bell, rungUntil: now + 58 },
    "bell-rung-shared": {
      ...shown,
      bells: [bell(1, "Anne"), bell(2, "Marie-Antoinette")],
      ringing: bell(2).bell,
      rungUntil: now + 58,
    },
    offline: { ...shown, frameAt: undefined, link: down("offline") },
    "server-down": { ...shown, frameAt: undefined, link: down("server") },
  },
  digits: {
    "": digits,
    eight: { ...digits, ...view("shown", { digits: withCheckDigit("4071835") }) },
    waiting: { ...view("shown"), choice: "digits" },
    denied: {
      ...digits,
      ...without("rights", view("shown", { digits: withCheckDigit("40718"), doors: ["scan"] })),
      people: ["Anne", "Marie-Antoinette"],
    },
    weaker: {
      ...digits,
      ...view("shown", { digits: withCheckDigit("40718"), service: longService }),
    },
    offline: { ...digits, link: down("offline") },
  },
  card: {
    "": { ...view("shown", { frame, hasCard: true }), choice: "card" },
    long: { ...view("shown", { frame, hasCard: true, service: longService }), choice: "card" },
  },
  passkey: {
    "": { ...shown, choice: "passkey", key: "asking" },
    none: { ...shown, choice: "passkey", key: "none" },
    refused: { ...shown, choice: "passkey", key: "refused" },
  },
  claimed: {
    "": claimed,
    "more-time": { ...claimed, wantsMoreTime: true },
    offline: { ...claimed, link: down("offline") },
  },
  approved: {
    "": view("approved", { holder }),
    held: { ...view("approved", { holder }), isHeld: true },
    silent: view("silent", { rights: "full" }),
    shared: view("silent", { holder, rights: "full" }),
    doors: view("approved", { holder, doors: ["full_phone", "place"] }),
    "long-service": view("approved", { holder, service: longService }),
  },
  refused: { "": view("refused") },
  expired: { "": view("expired") },
  cancelled: {
    ...Object.fromEntries(cancelReasons.map((reason) => [reason, view("cancelled", { reason })])),
    "asked-for-digits": {
      ...view("cancelled", { reason: "not_me_on_page" }),
      askedForDigits: true,
    },
    "digits-denied": {
      ...without("rights", view("cancelled", { reason: "rights_denied", doors: ["scan"] })),
      choice: "digits",
    },
    "denied-doors": without(
      "rights",
      view("cancelled", { reason: "rights_denied", doors: ["place", "workstation"] }),
    ),
    "denied-nowhere": without("rights", view("cancelled", { reason: "rights_denied", doors: [] })),
    ...Object.fromEntries(
      Object.entries(stops).map(([name, stop]) => [
        name,
        view("cancelled", { reason: "holder_stopped", stop }),
      ]),
    ),
    unknown: view("cancelled", { reason: "something_newer" }),
  },
  problem: {
    "sign-in-not-found": problem("sign_in_not_found"),
    "browser-mismatch": problem("browser_mismatch"),
    stopped: problem("holder_stopped"),
    internal: problem("internal"),
  },
  leaving: {
    "": { ...view("approved", { holder }), leaving: true },
    unknown: { leaving: true },
    "to-card": { ...view("shown", { frame }), choice: "card", leaving: true, entering: true },
    entering: { ...shown, leaving: true, entering: true },
    "to-establishment": { ...shown, leaving: true, entering: true, toEstablishment: true },
  },
};

/** The page as it stands at the moment of its last answer. */
export function ordinary(state: Partial<Model>, lang: Model["lang"]): Model {
  return { ...firstModel(lang, 0, false), ...state };
}
