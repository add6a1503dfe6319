/**
 * Countries as the registers and FranceConnect write them (INSEE's official geographic code) and as European identity credentials
 * do (ISO 3166-1 alpha-2). A country that is not in this table makes a comparison `unknown`, never equal.
 *
 * Source: INSEE, code officiel géographique, pays et territoires étrangers. Of France two codes are in use: the registers' 99000
 * and INSEE's own 99100. The codes of states that no longer exist are left out on purpose.
 */
export const isoOfCountryCode: Readonly<Record<string, string>> = {
  "99000": "FR",
  "99100": "FR",
  "99101": "DK",
  "99103": "NO",
  "99104": "SE",
  "99105": "FI",
  "99106": "EE",
  "99107": "LV",
  "99108": "LT",
  "99109": "DE",
  "99110": "AT",
  "99111": "BG",
  "99112": "HU",
  "99114": "RO",
  "99116": "CZ",
  "99117": "SK",
  "99119": "HR",
  "99122": "PL",
  "99126": "GR",
  "99127": "IT",
  "99131": "BE",
  "99132": "GB",
  "99134": "ES",
  "99135": "NL",
  "99136": "IE",
  "99137": "LU",
  "99139": "PT",
  "99140": "CH",
  "99144": "MT",
  "99145": "SI",
  "99254": "CY",
  "99350": "MA",
  "99351": "TN",
  "99352": "DZ",
};
