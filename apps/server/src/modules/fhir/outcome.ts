import { errors, type Refusal } from "#errors";

/** Why a request was refused, as FHIR says it. `code`: the closed list of R4's issue types. */
export type OperationOutcome = {
  readonly resourceType: "OperationOutcome";
  readonly id?: string;
  readonly issue: readonly {
    readonly severity: "error" | "warning";
    readonly code: string;
    readonly details: { readonly text: string };
    readonly diagnostics?: string;
  }[];
};

const issueCodes: Partial<Readonly<Record<Refusal, string>>> = {
  fhir_unauthorized: "login",
  fhir_not_acceptable: "not-supported",
  fhir_unknown_type: "not-supported",
  fhir_unknown_resource: "not-found",
  fhir_unknown_parameter: "not-supported",
  fhir_not_held: "not-supported",
  fhir_unsupported_modifier: "not-supported",
  fhir_invalid_value: "value",
  fhir_invalid_page: "value",
  fhir_too_costly: "too-costly",
  too_many: "throttled",
  too_large: "too-long",
  not_found: "not-found",
  method_not_allowed: "not-supported",
  unsupported_media_type: "not-supported",
  invalid_request: "structure",
  unavailable: "transient",
  internal: "exception",
};

/**
 * A refusal with its sentences, French first, and the reference that finds it in the log. `about`: the name of what was refused, as
 * it was given; never a value.
 */
export function refusalOutcome(
  refusal: Refusal,
  reference: string,
  about?: string,
): OperationOutcome {
  const { fr, en } = errors[refusal];
  const named = about === undefined ? "" : `: ${about.slice(0, 100)}`;
  return {
    resourceType: "OperationOutcome",
    id: reference,
    issue: [
      {
        severity: "error",
        code: issueCodes[refusal] ?? "processing",
        details: { text: `${fr} / ${en}` },
        diagnostics: `${refusal}${named} (${reference})`,
      },
    ],
  };
}

/** Said in an answer that is right and not whole. */
export function warningOutcome(sentence: {
  readonly fr: string;
  readonly en: string;
}): OperationOutcome {
  return {
    resourceType: "OperationOutcome",
    issue: [
      {
        severity: "warning",
        code: "incomplete",
        details: { text: `${sentence.fr} / ${sentence.en}` },
      },
    ],
  };
}
