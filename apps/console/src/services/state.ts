import { isId } from "@aval/protocol";

/** The services' streams as the address bar names them. Pure. */
export type ServicesRoute = { readonly section: "services"; readonly stream?: string };

/** What is sent again: one event, or all that a stream did not take. */
export type Replaying = { readonly stream: string; readonly jti?: string };

const address = "/services";

export function servicesRouteAt(path: string): ServicesRoute | undefined {
  if (path === address) return { section: "services" };
  const stream = path.startsWith(`${address}/`) ? path.slice(address.length + 1) : undefined;
  return isId("str", stream) ? { section: "services", stream } : undefined;
}

export const servicesPath = ({ stream }: ServicesRoute): string =>
  stream === undefined ? address : `${address}/${stream}`;
