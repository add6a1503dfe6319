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
  | "limited_phone_digits";
export type Where = "own_place" | "own_place_l5" | "known_workstation" | "unknown";
export type Sensitivity = "open" | "sensitive" | "critical";
type Cell = "yes" | "yes_no_sso" | "reduced" | "reduced_if_accepted" | "no";

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
    known_workstation: { open: "reduced", sensitive: "no", critical: "no" },
    unknown: { open: "reduced", sensitive: "no", critical: "no" },
  },
  limited_phone_digits: {
    own_place: { open: "no", sensitive: "no", critical: "no" },
    own_place_l5: { open: "no", sensitive: "no", critical: "no" },
    known_workstation: { open: "no", sensitive: "no", critical: "no" },
    unknown: { open: "no", sensitive: "no", critical: "no" },
  },
};

export type Rights = "full" | "reduced";

/** What this proof, from there, opens of this service; `undefined`: nothing. */
export function rightsOf(
  proof: Proof,
  where: Where,
  service: { readonly sensitivity: Sensitivity; readonly acceptsReduced: boolean },
): Rights | undefined {
  const cell = rightsTable[proof][where][service.sensitivity];
  switch (cell) {
    case "yes":
    case "yes_no_sso":
      return "full";
    case "reduced":
      return "reduced";
    case "reduced_if_accepted":
      return service.acceptsReduced ? "reduced" : undefined;
    case "no":
      return undefined;
  }
}

/** Whether a session opened so may enter this service without asking again. `critical` always asks. */
export function entersSilently(
  opened: { readonly proof: Proof; readonly where: Where; readonly rights: Rights },
  service: { readonly sensitivity: Sensitivity },
): boolean {
  if (opened.rights !== "full" || service.sensitivity === "critical") return false;
  return rightsTable[opened.proof][opened.where][service.sensitivity] === "yes";
}

export function proofOf(level: "limited" | "full", transfer: "qr" | "digits"): Proof {
  if (level === "full") return transfer === "qr" ? "full_phone_qr" : "full_phone_digits";
  return transfer === "qr" ? "limited_phone_qr" : "limited_phone_digits";
}
