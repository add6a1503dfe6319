/**
 * One cell of a table that a spreadsheet opens, between quotes. A text that it would take for a formula begins with an apostrophe (OWASP, CSV
 * injection): no file of a register makes a spreadsheet compute, or send, anything.
 */
export const csvText = (value: string): string =>
  `"${value.replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`;
