/**
 * What an editor's developer needs beside the protocol. So far: the sandbox's people with their stories. It writes nothing,
 * and in production it is not mounted.
 */
export { developerRoutes, type TestPerson } from "./routes.ts";
