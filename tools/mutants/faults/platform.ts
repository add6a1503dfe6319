import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/platform", ["http.test.ts"]);

export const platformFaults = [
  fault(
    "a name that leads to a private address is not called",
    edit(
      "outbound.ts",
      "if (!all.some(isPrivate)) return found(null, address, family);",
      "return found(null, address, family);",
    ),
    ["outbound.test.ts"],
  ),
  fault(
    "a private address by number is not called",
    edit("outbound.ts", "(!isOpen && isPrivateLiteral(url.hostname))", "false"),
    ["outbound.test.ts"],
  ),
  fault(
    "no page runs inline scripts",
    edit("http.ts", `"script-src 'self'",`, `"script-src 'self' 'unsafe-inline'",`),
  ),
  fault("no page of ours is framed", edit("http.ts", `"frame-ancestors 'none'",`, "")),
  fault(
    "the log names a route, never an address",
    edit("http.ts", 'request.routeOptions.url ?? "(none)"', "request.url"),
  ),
];
