/** X.509 certificates and revocation lists. Reached here and nowhere else, since the library needs `reflect-metadata` before it. */
import "reflect-metadata";

export * from "@peculiar/x509";
