/** Whose page this is: written into `<html>` by the server, which knows its own settings. */
export type House = {
  /** The name beside the mark. */
  readonly brand: string;
  /** Whether everybody here is fictional. */
  readonly isSandbox: boolean;
};

/** As the page stands without a server. */
export const plainHouse: House = { brand: "Aval", isSandbox: false };

export function readHouse(written: Readonly<Record<string, string | undefined>>): House {
  return {
    brand: written["avalBrand"] || plainHouse.brand,
    isSandbox: written["avalSandbox"] !== undefined,
  };
}
