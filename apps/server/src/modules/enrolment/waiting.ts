import type { DevicesDeps } from "#modules/devices";
import type { AnyTables, Database } from "#platform/database";
import { findGiven, holdGiven, takeAway } from "./waiting-store.ts";

/** What phones that wait were given, as `devices`, a module below, asks for it at its four doors. */
export const waitingPhones = (db: Database<AnyTables>): NonNullable<DevicesDeps["waiting"]> => ({
  find: async (device) => {
    const given = await findGiven(db, device.id);
    if (!given) return undefined;
    const { enrolment, professional, uk } = given;
    return { ...device, state: "waiting", level: "limited", enrolment, professional, uk };
  },
  hold: (tx, { id: device, enrolment }) =>
    holdGiven(tx as unknown as Database<AnyTables>, { device, enrolment }),
  end: async (tx, device) => {
    await takeAway(tx as unknown as Database<AnyTables>, { device });
  },
});
