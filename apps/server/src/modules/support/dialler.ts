/**
 * How a call is dialled: an exchange that rings the agent's telephone and then the holder's, so that the agent never has the number.
 * Throws when the call was not placed.
 */
export type Dialler = {
  dial(call: {
    /** Names this call here. */
    readonly id: string;
    /** As a directory writes it, E.164. */
    readonly to: string;
    /** Who calls, for the exchange's own record. */
    readonly by: string;
  }): Promise<void>;
};
