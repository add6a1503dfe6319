import type { FastifyInstance } from "fastify";

/** Bodies that are forms come as bytes, so that what is not UTF-8 is refused in the words of each endpoint. No other body is read. */
export function readFormsAsBytes(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "buffer" },
    (_request, body, done) => done(null, body),
  );
}

/** The text of bytes; `undefined` when they are not UTF-8, which a browser's or client's form always is. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
