import { type StepContact, stepNames } from "@aval/protocol";
import { z } from "zod";

const line = z.string().trim().min(1).max(120);
const contacts = z
  .array(
    z.strictObject({
      step: z.enum(stepNames),
      name: line,
      telephone: line.regex(/^[+\d][\d ().]{3,24}$/).optional(),
      page: z
        .url({ protocol: /^https$/ })
        .max(300)
        .optional(),
      hours: z.strictObject({ fr: line, en: line }).optional(),
    }),
  )
  .max(100);

/** The operator's contacts of *Mes démarches*, a JSON array; `undefined`: it is none. */
export function readStepContacts(text: string): readonly StepContact[] | undefined {
  try {
    const read = contacts.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
