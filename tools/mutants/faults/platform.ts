import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/platform", ["http.test.ts"]);

export const platformFaults = [
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
