import type { callMessages as french } from "./messages.fr.ts";

export const callMessages: typeof french = {
  lead: "A call is announced first: the person's phone says your name.",
  say: "Say: “Open Aval, tap Someone is calling me. You must see my first name.”",
  never: "Ask for no code, no digits, no card, no screen. You open nothing.",
  none: "No call at the moment. A call is announced from a case.",
  announce: "Announce a call",
  open: "Make it ring",
  end: "End the call",
  states: { announced: "Announced: their phone says so", open: "Going on", ended: "Over" },
  ends: {
    agent: "Ended by its agent",
    report: "Reported by the person called",
    time: "Over by itself",
    failed: "Not placed",
  },
  number: "Trusted number",
  by: "By",
  since: "Announced",
  held: "Nothing is added before",
  dial: (number) => `Dial ${number}. This number is not shown again.`,
  told: {
    announced: "The call is announced. Make it ring within ten minutes.",
    opened: "The telephone rings.",
    ended: "The call is over.",
  },
};
