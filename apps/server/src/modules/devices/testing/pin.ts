import type { PinForDevices } from "../devices.ts";

/** For tests in which no code is given: a PIN program out of reach. */
export const absentPin: PinForDevices = {
  confirm: () => Promise.reject(new Error("the PIN program is not part of this test")),
  count: () => Promise.reject(new Error("the PIN program is not part of this test")),
};
