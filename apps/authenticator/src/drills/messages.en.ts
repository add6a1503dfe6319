import type { DrillMessages } from "./messages.fr.ts";

/** The same in English. */
export const drillsInEnglish: DrillMessages = {
  drill: {
    services: {
      prescriptions: "Ordonnances Mirabelle",
      results: "Résultats Capucine",
      certificates: "Certificats Pervenche",
    },
    number: "0000",
    declared: "Windows, Firefox",
    go: "Continue",
    over: "This was an exercise.",
    nobody: "Nobody will know what you chose.",
    refused: "You refused what you had not asked for. That is the right thing to do.",
    wentOn: "Nothing opened. Such requests look like real ones: that is their strength.",
    left: "Nothing opened, and nothing left this phone.",
    signs: "What gave the request away",
    why: [
      "You had asked for nothing.",
      "The computer was unknown, on another network.",
      "This service does not exist: its name is invented.",
    ],
    never: "An exercise never asks for your code. Whoever says otherwise deceives you.",
    home: "Back to the home screen",
    end: "No more exercises",
    ending: "Your exercises are being stopped…",
    ended: "You will get no more exercises.",
  },
};
