import type { Door, Transfer } from "@aval/protocol";
import type { Where } from "#modules/places";

/**
 * The rights table of DESIGN section 5, as data: what each proof opens, from where, by the sensitivity of the service.
 *
 * Code reads this table and holds no second copy; the test beside it walks every row. `reduced_if_accepted`: only where the
 * service has registered that it accepts reduced sessions. Rows of proofs that no door serves yet are absent: they arrive
 * with their door.
 *
 * Who gains if a cell is wrong: whoever relays a QR or dictates digits from a browser that is nobody's place.
 */
export type Proof =
  | "full_phone_qr"
  | "full_phone_digits"
  | "limited_phone_qr"
  | "limited_phone_digits"
  | "waiting_phone_qr"
  | "this_phone_full"
  | "this_phone_limited"
  | "plain_software"
  | "strict_software"
  | "hardware_key"
  | "passkey"
  | "passkey_and_phone"
  | "card"
  | "establishment"
  | "establishment_with_key";
export type Sensitivity = "open" | "sensitive" | "critical";
type Cell =
  | "yes"
  | "yes_no_sso"
  | "reduced"
  | "reduced_if_accepted"
  | "reduced_if_psc_ciba"
  | "reduced_in_transition"
  | "no";

/** What the table asks of a service. `acceptsPscCiba` absent: it does not. `inTransition` absent: its date has passed, or never was. */
export type Entered = {
  readonly sensitivity: Sensitivity;
  readonly acceptsReduced: boolean;
  readonly acceptsPscCiba?: boolean;
  readonly inTransition?: boolean;
};

export const rightsTable: Readonly<
  Record<Proof, Readonly<Record<Where, Readonly<Record<Sensitivity, Cell>>>>>
> = {
  full_phone_qr: {
    own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "yes" },
    known_workstation: { open: "yes", sensitive: "yes_no_sso", critical: "no" },
    unknown: { open: "reduced", sensitive: "reduced_if_accepted", critical: "no" },
  },
  full_phone_digits: {
    own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "no" },
    known_workstation: { open: "reduced", sensitive: "no", critical: "no" },
    unknown: { open: "reduced", sensitive: "no", critical: "no" },
  },
  limited_phone_qr: {
    own_place: { open: "yes", sensitive: "reduced_if_accepted", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "reduced_if_accepted", critical: "no" },
    // Elsewhere only while the service is in its dated transition: R15 of DESIGN section 11.
    known_workstation: { open: "reduced", sensitive: "reduced_in_transition", critical: "no" },
    unknown: { open: "reduced", sensitive: "reduced_in_transition", critical: "no" },
  },
  limited_phone_digits: {
    own_place: { open: "no", sensitive: "no", critical: "no" },
    own_place_l5: { open: "no", sensitive: "no", critical: "no" },
    known_workstation: { open: "no", sensitive: "no", critical: "no" },
    unknown: { open: "no", sensitive: "no", critical: "no" },
  },
  // A phone that waits for what two registrars signed: what a limited one opens on its holder's own aged place, and nothing elsewhere, so
  // that no transition of a service lets it in. By digits, by ring, by software or by its own browser it has no row.
  waiting_phone_qr: {
    own_place: { open: "yes", sensitive: "reduced_if_accepted", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "reduced_if_accepted", critical: "no" },
    known_workstation: { open: "no", sensitive: "no", critical: "no" },
    unknown: { open: "no", sensitive: "no", critical: "no" },
  },
  // "That browser": the one on the phone that approves. Whose place else it may be adds nothing and takes nothing.
  this_phone_full: {
    own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "no" },
    known_workstation: { open: "yes", sensitive: "yes", critical: "no" },
    unknown: { open: "yes", sensitive: "yes", critical: "no" },
  },
  // The row of a limited phone, read *elsewhere*.
  this_phone_limited: {
    own_place: { open: "reduced", sensitive: "no", critical: "no" },
    own_place_l5: { open: "reduced", sensitive: "no", critical: "no" },
    known_workstation: { open: "reduced", sensitive: "no", critical: "no" },
    unknown: { open: "reduced", sensitive: "no", critical: "no" },
  },
  // Two digits typed, in software that the holder added: no browser asks, so where it would stand changes nothing.
  plain_software: {
    own_place: { open: "reduced", sensitive: "reduced_if_psc_ciba", critical: "no" },
    own_place_l5: { open: "reduced", sensitive: "reduced_if_psc_ciba", critical: "no" },
    known_workstation: { open: "reduced", sensitive: "reduced_if_psc_ciba", critical: "no" },
    unknown: { open: "reduced", sensitive: "reduced_if_psc_ciba", critical: "no" },
  },
  // The server's digits or its QR, in an installation that the holder linked, which is a place of its own: aged, or new (`unknown`).
  strict_software: {
    own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "no" },
    known_workstation: { open: "reduced", sensitive: "no", critical: "no" },
    unknown: { open: "reduced", sensitive: "no", critical: "no" },
  },
  // A key that hardware holds, by attestation: the thing itself, there.
  hardware_key: {
    own_place: { open: "yes", sensitive: "yes", critical: "yes" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "yes" },
    known_workstation: { open: "yes", sensitive: "yes", critical: "yes" },
    unknown: { open: "yes", sensitive: "yes", critical: "yes" },
  },
  // Any other key: whoever holds its holder's cloud account has it too, hence not without the holder's own place (`whereFor`).
  passkey: {
    own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "no" },
    known_workstation: { open: "no", sensitive: "no", critical: "no" },
    unknown: { open: "no", sensitive: "no", critical: "no" },
  },
  // The same and, in the same sign-in, the `full` phone by QR or digits.
  passkey_and_phone: {
    own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "no" },
    known_workstation: { open: "yes", sensitive: "yes", critical: "no" },
    unknown: { open: "yes", sensitive: "yes", critical: "no" },
  },
  // The thing itself, there: whose browser it is adds nothing.
  card: {
    own_place: { open: "yes", sensitive: "yes", critical: "yes" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "yes" },
    known_workstation: { open: "yes", sensitive: "yes", critical: "yes" },
    unknown: { open: "yes", sensitive: "yes", critical: "yes" },
  },
  // An establishment's own provider, of its own people only (`upstream.ts`): whose browser it is adds nothing.
  establishment: {
    own_place: { open: "yes", sensitive: "no", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "no", critical: "no" },
    known_workstation: { open: "yes", sensitive: "no", critical: "no" },
    unknown: { open: "yes", sensitive: "no", critical: "no" },
  },
  // The same, when it says that they used a key or a card there.
  establishment_with_key: {
    own_place: { open: "yes", sensitive: "yes_no_sso", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes_no_sso", critical: "no" },
    known_workstation: { open: "yes", sensitive: "yes_no_sso", critical: "no" },
    unknown: { open: "yes", sensitive: "yes_no_sso", critical: "no" },
  },
};

export type Rights = "full" | "reduced";

/** Proofs that a place gives its rights to only while nobody else works there: what its computer keeps, they could use too. */
const needUnshared: ReadonlySet<Proof> = new Set(["passkey"]);

/** Where the table reads this proof, for somebody whose browser stands so. */
export function whereFor(
  proof: Proof,
  { where, isShared }: { readonly where: Where; readonly isShared: boolean },
): Where {
  return isShared && needUnshared.has(proof) ? "unknown" : where;
}

/** Whether a phone opens this away from where its holder works: what a call of support holds. This phone's own browser is theirs. */
export const isElsewhere = ({
  where,
  transfer,
}: {
  readonly where: Where;
  readonly transfer: Transfer;
}): boolean => where === "unknown" && transfer !== "this_phone";

/** Of several proofs given in one sign-in, the one that opens most, the earlier of equals; nothing when none opens. */
export function strongest(
  proofs: readonly Proof[],
  where: Where,
  service: Entered,
): { readonly proof: Proof; readonly rights: Rights } | undefined {
  const opening = proofs.flatMap((proof) => {
    const rights = rightsOf(proof, where, service);
    return rights ? [{ proof, rights }] : [];
  });
  return opening.find(({ rights }) => rights === "full") ?? opening[0];
}

/** What this proof, from there, opens of this service; `undefined`: nothing. */
export function rightsOf(proof: Proof, where: Where, service: Entered): Rights | undefined {
  const cell = rightsTable[proof][where][service.sensitivity];
  switch (cell) {
    case "yes":
    case "yes_no_sso":
      return "full";
    case "reduced":
      return "reduced";
    case "reduced_if_accepted":
      return service.acceptsReduced ? "reduced" : undefined;
    case "reduced_if_psc_ciba":
      return service.acceptsPscCiba ? "reduced" : undefined;
    case "reduced_in_transition":
      return service.inTransition && service.acceptsReduced ? "reduced" : undefined;
    case "no":
      return undefined;
  }
}

/** Whether a session was opened by a dated transition alone: its holder is told of each. */
export function isByTransition(
  { proof, where }: Pick<Opened, "proof" | "where">,
  { sensitivity }: Pick<Entered, "sensitivity">,
): boolean {
  return rightsTable[proof][where][sensitivity] === "reduced_in_transition";
}

const rank = (rights: Rights | undefined) => (rights === "full" ? 2 : rights === "reduced" ? 1 : 0);

/** How a session was opened: what the first two columns of the table said then, and what it opened by them. */
export type Opened = { readonly proof: Proof; readonly where: Where; readonly rights: Rights };

/**
 * Whether the way a session was opened still gives as much of this service, by its row as it stands now. Asked at each
 * refresh: a service that has become more sensitive, or accepts reduced sessions no longer, is not left open by old tokens.
 */
export function stillOpens(opened: Opened, service: Entered): boolean {
  return rank(rightsOf(opened.proof, opened.where, service)) >= rank(opened.rights);
}

/**
 * Whether a session opened so may enter this service without asking again: by the table, both from where it was opened and
 * from where its browser stands now. `critical` always asks.
 */
export function entersSilently(
  opened: Opened,
  now: Where,
  service: { readonly sensitivity: Sensitivity },
): boolean {
  if (opened.rights !== "full" || service.sensitivity === "critical") return false;
  return [opened.where, now].every(
    (where) => rightsTable[opened.proof][where][service.sensitivity] === "yes",
  );
}

/**
 * The doors of the page, best first: the cells of the table they lead to. `here`: where the browser stands already.
 *
 * Who gains if a door is missing: nobody; its professional stays outside (law 10).
 */
const doorRows: readonly {
  readonly door: Door;
  readonly proof: Proof;
  readonly where: Where | "here";
  /** Not told where this easier one opens as much. */
  readonly unless?: Door;
}[] = [
  { door: "scan", proof: "full_phone_qr", where: "here" },
  { door: "this_phone", proof: "this_phone_full", where: "here" },
  { door: "key", proof: "hardware_key", where: "here" },
  { door: "card", proof: "card", where: "here" },
  { door: "place", proof: "full_phone_qr", where: "own_place" },
  { door: "place_l5", proof: "full_phone_qr", where: "own_place_l5", unless: "place" },
  { door: "workstation", proof: "full_phone_qr", where: "known_workstation" },
];

/** What opens more of this service than `opens`, for somebody whose browser stands at `where`. */
export function doorsTo(
  service: Entered,
  where: Where,
  opens: Rights | undefined,
): readonly Door[] {
  const found: Door[] = [];
  for (const { door, proof, where: there, unless } of doorRows) {
    const here = rank(rightsOf(proof, where, service));
    const gives = there === "here" ? here : rank(rightsOf(proof, there, service));
    const isMore = gives > rank(opens) && (there === "here" || gives > here);
    if (isMore && !(unless && found.includes(unless))) found.push(door);
  }
  return found;
}

/** What a phone is for the table: its level, or that it waits. */
export type Rank = "limited" | "full" | "waiting";
export const rankOf = (device: {
  readonly state: string;
  readonly level: "limited" | "full";
}): Rank => (device.state === "waiting" ? "waiting" : device.level);

/** What a phone's approval proves, alone and beside a key of the same holder that has signed on the page. */
export function proofsOf(rank: Rank, transfer: Transfer, isBesideKey: boolean): readonly Proof[] {
  if (rank === "waiting") return transfer === "qr" ? ["waiting_phone_qr"] : [];
  const counts = isBesideKey && rank === "full" && (transfer === "qr" || transfer === "digits");
  const alone = proofOf(rank, transfer);
  return counts ? [alone, "passkey_and_phone"] : [alone];
}

export function proofOf(level: "limited" | "full", transfer: Transfer): Proof {
  if (transfer === "this_phone") return level === "full" ? "this_phone_full" : "this_phone_limited";
  if (level === "full") return transfer === "qr" ? "full_phone_qr" : "full_phone_digits";
  return transfer === "qr" ? "limited_phone_qr" : "limited_phone_digits";
}
