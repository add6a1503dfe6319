/**
 * A resource's `id` on the wire, from our key and back. FHIR allows letters, digits, `-` and `.`, 64 at most; clients must
 * take it as it is.
 *
 * A person's is the part of our own id that was drawn; a role's the number of its line. A structure's is its technical id,
 * where every other character is `-` and two hexadecimal digits a byte (`5000/CPAT` is `5000-2fCPAT`); one that would not
 * fit is `--` and the MD5 of it, which no other can be, since `-` is always followed by a digit or a letter.
 */
const practitionerForm = /^[0-9a-hjkmnp-tv-z]{26}$/;

export const practitionerId = (key: string) => key.slice("pro_".length);
export const practitionerKey = (id: string) =>
  practitionerForm.test(id) ? `pro_${id}` : undefined;

export const roleId = (key: number) => String(key);
/** As text: it is PostgreSQL that reads it as a number. */
export const roleKey = (id: string) => (/^[1-9]\d{0,17}$/.test(id) ? id : undefined);

const idMax = 64;
const hashedForm = /^--[0-9a-f]{32}$/;

/** `md5` is given with the key: only PostgreSQL computes it. */
export function organizationId(key: string, md5: string): string {
  const id = escaped(key);
  return id.length <= idMax ? id : `--${md5}`;
}

export type OrganizationKey = { readonly key: string } | { readonly md5: string };

export function organizationKey(id: string): OrganizationKey | undefined {
  if (hashedForm.test(id)) return { md5: id.slice(2) };
  if (id === "" || id.length > idMax || !/^([A-Za-z0-9.]|-[0-9a-f]{2})+$/.test(id))
    return undefined;
  const bytes = id.replaceAll(".", "%2e").replaceAll("-", "%");
  try {
    const key = decodeURIComponent(bytes);
    // What has another spelling has one id only.
    return escaped(key) === id ? { key } : undefined;
  } catch {
    return undefined;
  }
}

function escaped(key: string): string {
  return [...new TextEncoder().encode(key)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9.]/.test(character) ? character : `-${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
}
