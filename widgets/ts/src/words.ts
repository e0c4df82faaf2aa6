import catalogue from "../../cohortbook_widgets/words/en.json";

type Base<K extends string> = K extends `${infer B}#${string}` ? B : K;

/** A key of the catalogue; of the plural pair `x#one`, `x#other` just `x`. */
export type WordKey = Base<keyof typeof catalogue>;

/** What the page says in another language than that of the scripts. */
function ownWords(): Record<string, string> | null {
  const text = globalThis.document?.getElementById("cb-words")?.textContent;
  return text ? (JSON.parse(text) as Record<string, string>) : null;
}

const own = ownWords();
const words: Record<string, string> = own ?? catalogue;

/** The language of the words. */
export const language = own ? document.documentElement.lang : "en";

/** How dates and numbers are written: as in the reader's own region, in this language. */
export const locale =
  globalThis.navigator?.languages?.find((each) => each.split("-")[0] === language) ?? language;

const plural = new Intl.PluralRules(language);

/**
 * The words for a key with `{name}` placeholders filled in. A key with plural forms needs
 * `count`; numbers are written the reader's way.
 */
export function t(key: WordKey, values: Record<string, string | number> = {}): string {
  const count = values.count;
  const form = typeof count === "number" ? `${key}#${plural.select(count)}` : key;
  const text = words[form] ?? words[`${key}#other`] ?? words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? value.toLocaleString(locale) : value;
  });
}
