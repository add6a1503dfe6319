import type { WalletMessages } from "./messages.fr.ts";

export const walletInEnglish: WalletMessages = {
  wallet: {
    tap: "With my identity wallet",
    title: "Your identity wallet",
    lead: "It is on this phone. It says your name and your birth, which we compare with the register.",
    id: "Your national identifier",
    hint: "RPPS: 8 then 11 digits, as on your card.",
    slip: "Type your national identifier.",
    go: "Open my wallet",
    asking: "Preparing the request…",
    opened: "Your wallet is opening. Come back here through it: it brings you back.",
    nothing: "Nothing opens? This phone has no identity wallet. Go to a desk.",
    again: "Open it again",
    never:
      "Did you decide this yourself? If somebody asks you to, or sends you a link, stop: it is a fraud.",
    backTitle: "The wallet's answer",
    checking: "We are checking it…",
    failedTitle: "The wallet was not enough",
    retry: "Start again",
    doors: "Other ways: an enrolment desk, your card, or a phone that you already have.",
    foreignTitle: "This answer is not for this browser",
    foreign:
      "It answers a request made elsewhere. We cancelled it: it is of no use to anybody now.",
    foreignYours: "Was it you? Start again in this phone's browser, and not in the installed app.",
    foreignFraud:
      "Did somebody send you a link, or are they talking to you now? It is a fraud. Hang up. Read nothing to anybody.",
    home: "Continue",
  },
};
