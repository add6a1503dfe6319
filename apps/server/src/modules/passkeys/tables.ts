import type { AdditionTables } from "./adding-store.ts";
import type { PasskeyTables as KeyTables } from "./store.ts";
import type { PhoneKeyTables } from "./phone-key-store.ts";
import type { VisitTables } from "./visit-store.ts";

/** This module's tables. */
export type PasskeyTables = KeyTables & AdditionTables & VisitTables & PhoneKeyTables;
