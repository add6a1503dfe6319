/** The words of whoever works through lists of cases and alerts all day, in English. */
export const queueMessages = {
  shortcuts: {
    heading: "Keyboard shortcuts",
    on: "Shortcuts on in this browser",
    does: {
      help: "This help",
      next: "Next line (Enter opens it)",
      previous: "Line before",
      cases: "Cases",
      alerts: "Alerts",
      claim: "Claim this case",
      measure: "Take a measure",
      note: "Write a note",
      snooze: "Snooze",
      close: "Close the case",
    },
  },
  saved: {
    heading: "My views",
    lead: "Filters that you named. You alone see them.",
    none: "None yet. Choose filters, then name them.",
    name: "Name of this view",
    keep: "Keep these filters",
    missing: "Give it a name.",
    remove: (name: string) => `Remove the view ${name}`,
    done: "The view is kept.",
    dropped: "The view is removed.",
  },
};
