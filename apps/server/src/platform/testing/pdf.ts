/** A PDF as any reader of PDF has it: pdf.js, which nobody here wrote, in one package without others. */
export type PdfTree = { readonly role?: string; readonly children?: readonly PdfTree[] };

export type PdfPage = {
  getStructTree(): Promise<PdfTree>;
  getTextContent(): Promise<{ readonly items: readonly { readonly str?: string }[] }>;
};

export type Pdf = {
  readonly numPages: number;
  readonly loadingTask: { destroy(): Promise<void> };
  getMetadata(): Promise<{ readonly info: { readonly Language?: string; readonly Title: string } }>;
  getMarkInfo(): Promise<{ readonly Marked: boolean } | null>;
  getAttachments(): Promise<ReadonlyMap<string, unknown>>;
  getPage(number: number): Promise<PdfPage>;
};

// Its own types need a browser's, which the server's programs are checked without.
const reader = "unpdf";

export async function openPdf(bytes: Uint8Array): Promise<Pdf> {
  const { getDocumentProxy } = (await import(reader)) as {
    getDocumentProxy(bytes: Uint8Array): Promise<Pdf>;
  };
  return getDocumentProxy(new Uint8Array(bytes));
}

/** All its text, in reading order, with one space between words. */
export async function pdfText(bytes: Uint8Array): Promise<string> {
  const pdf = await openPdf(bytes);
  const texts: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    texts.push(...items.flatMap(({ str }) => (str === undefined ? [] : [str])));
  }
  await pdf.loadingTask.destroy();
  return texts.join(" ").replaceAll("\u00a0", " ").replaceAll(/\s+/g, " ");
}
