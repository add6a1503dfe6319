/** Acts for everybody: the national agency's own registrars. */
export const everywhere = "national";

/**
 * Whether a registrar of one authority may sign for a holder of these: their own, or everybody for the national ones.
 * An establishment could else enrol a phone for somebody it has never seen.
 */
export function covers(registrarScope: string, holderScopes: readonly string[]): boolean {
  return registrarScope === everywhere || holderScopes.includes(registrarScope);
}
