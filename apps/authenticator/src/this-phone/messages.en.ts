import type { ThisPhoneMessages } from "./messages.fr.ts";

const fromTheService = [
  "Open the service in this browser, at its usual address.",
  "On the sign-in page, tap “Continue on this phone”.",
] as const;
const digits = "Or show digits on the sign-in page, and type them in the Aval app.";

export const thisPhoneInEnglish: ThisPhoneMessages = {
  thisPhone: {
    entering: "Aval is opening the request…",
    approved: "Accepted",
    approvedText: "This page takes you back to the sign-in page by itself.",
    notBack: "Going back to the sign-in page did not work.",
    again: "Back to the sign-in page",
    signInPage: "Back to the sign-in page",
    sent: "Somebody sent me this link",
    ways: "To get in",
    no: {
      link: {
        heading: "A link opens nothing here",
        text: "Only a sign-in page, in this browser, opens this page. Did somebody send you the link? It is a fraud.",
        ways: fromTheService,
      },
      foreign: {
        heading: "This request does not come from our sign-in page",
        text: "Nothing was opened, nobody got in. Close the site that brought you here.",
        ways: fromTheService,
      },
      spent: {
        heading: "This request was already used, or waited too long",
        text: "Nothing is lost, and nobody got in.",
        ways: [...fromTheService, digits],
      },
      no_phone: {
        heading: "Your Aval is not in this browser",
        text: "It may be in another browser, or in the app on your home screen. On an iPhone they share nothing.",
        ways: [
          "Go back to the sign-in page and tap “Show digits to type”.",
          "Open your Aval app, then type them.",
        ],
      },
      refused: {
        heading: "The request could not be opened",
        text: "Nobody got in.",
        ways: [...fromTheService, digits],
      },
    },
  },
};
