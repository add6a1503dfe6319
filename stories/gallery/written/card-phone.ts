import type { Lang } from "@aval/design";
import type { EnrolmentPageId } from "@aval/protocol";
import type { CardFrame } from "../../../apps/server/src/modules/cards/pages.ts";
import {
  beginPage,
  notAddedPage,
  stepPage,
} from "../../../apps/server/src/modules/enrolment/card-pages.ts";
import type { CardStep } from "../../../apps/server/src/modules/enrolment/card.ts";
import { instant } from "../../../apps/server/src/platform/time.ts";

/** *Ajouter un téléphone avec ma carte*, in every state. */
const page = "enp_0123456789abcdefghjkmnpqrs" as EnrolmentPageId;
const label = "Téléphone Android";
const elsewhere = {
  call: "/aide/fr/appel",
  newPhone: "/aide/fr/nouveau-telephone",
  account: "/mon-acces",
  reopen: "/rouvrir",
};
const address = `https://aval-telephone.exemple/enrol#b=${page}.12.AAAAAAAAAAAAAAAAAAAAAA`;
const reference = "k7qf-2m9d";

export function cardPhoneStates(
  frameOf: (lang: Lang) => CardFrame,
  holder: string,
): Readonly<Record<string, (lang: Lang) => string>> {
  const scan = {
    ...{ step: "scan", page, holder, addresses: [address], held: [], isEarly: false },
  } as const satisfies CardStep;
  const bound = { ...scan, addresses: [] };
  const drawn = (step: CardStep, triesLeft?: number) => (lang: Lang) =>
    stepPage(frameOf(lang), step, elsewhere, triesLeft);
  return {
    "": (lang) => beginPage(frameOf(lang)),
    scan: drawn(scan),
    early: drawn({ ...scan, isEarly: true }),
    held: drawn({ ...scan, held: [label] }),
    bound: drawn(bound),
    wrong: drawn(bound, 2),
    "wrong-last": drawn(bound, 1),
    wait: drawn({ step: "wait", page, holder, label, raises: false }),
    "wait-raise": drawn({ step: "wait", page, holder, label, raises: true }),
    proven: drawn({ step: "proven", label, raises: false, readyAt: instant(1_795_248_720_000) }),
    "proven-raise": drawn({
      ...{ step: "proven", label, raises: true },
      readyAt: instant(1_795_248_720_000),
    }),
    "on-call": drawn({ step: "stopped", why: "on_call" }),
    stopped: drawn({ step: "stopped", why: "card_page" }),
    over: (lang) =>
      notAddedPage(frameOf(lang), { refusal: "enrolment_page_over", reference, elsewhere }),
    blocked: (lang) =>
      notAddedPage(frameOf(lang), { refusal: "holder_stopped", reference, elsewhere }),
  };
}
