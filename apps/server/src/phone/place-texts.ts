/** Words that several of the command's answers share: how a place stands, where it is, and what is only said of it. */
export const placeState = {
  fr: { new: "nouveau", aged: "actif", asleep: "endormi jusqu'à un scan" },
  en: { new: "new", aged: "active", asleep: "asleep until a scan" },
} as const;

export const distance = {
  fr: { same_network: "même réseau", other_network: "autre réseau", unknown: "réseau inconnu" },
  en: { same_network: "same network", other_network: "other network", unknown: "network unknown" },
} as const;

export const declared = { fr: "déclaré", en: "declared" } as const;
