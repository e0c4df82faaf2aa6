import { locale as here } from "../words";

export type NumberProblem = "not-a-number" | "too-small" | "too-large";

export type ParsedNumber = { value: number | null } | { problem: NumberProblem };

export interface NumberLimits {
  minimum: number | null;
  maximum: number | null;
}

/** The decimal mark where the reader lives. */
export function decimalMark(locale: string = here): "." | "," {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.find((part) => part.type === "decimal")?.value === "," ? "," : ".";
}

/** With plain point and no group marks, or null if `text` is not written like a number. */
function plain(text: string, decimal: "." | ","): string | null {
  const bare = text.replace(/[\s\u00a0\u202f'’_]/g, "").replace(/^[\u2212\u2013]/, "-");
  const group = decimal === "." ? "," : ".";
  const points = bare.split(".").length - 1;
  const commas = bare.split(",").length - 1;
  let digits = bare;
  if (points && commas) {
    // Both: the last one is the decimal mark, the other one groups.
    const mark = bare.lastIndexOf(".") > bare.lastIndexOf(",") ? "." : ",";
    const [whole = "", fraction, ...more] = bare.split(mark);
    if (more.length || !/^[+-]?\d{1,3}([.,]\d{3})+$/.test(whole)) return null;
    digits = `${whole.replace(/[.,]/g, "")}.${fraction}`;
  } else if (points > 1 || commas > 1) {
    if (!/^[+-]?\d{1,3}([.,]\d{3})+$/.test(bare)) return null;
    digits = bare.replace(/[.,]/g, "");
  } else if (new RegExp(`^[+-]?[1-9]\\d{0,2}\\${group}\\d{3}$`).test(bare)) {
    digits = bare.replace(group, "");
  } else {
    digits = bare.replace(",", ".");
  }
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits) ? digits : null;
}

/** Read a number as people write them; nothing written is null. */
export function parseNumber(
  text: string,
  { minimum, maximum }: NumberLimits,
  decimal: "." | "," = decimalMark(),
): ParsedNumber {
  if (!text.trim()) return { value: null };
  const digits = plain(text, decimal);
  // Adding zero makes zero of minus zero.
  const value = digits === null ? Number.NaN : Number(digits) + 0;
  if (!Number.isFinite(value)) return { problem: "not-a-number" };
  if (minimum !== null && value < minimum) return { problem: "too-small" };
  if (maximum !== null && value > maximum) return { problem: "too-large" };
  return { value };
}

/** A number as the reader writes it, in a field. */
export function formatNumber(value: number, locale: string = here): string {
  return value.toLocaleString(locale, { maximumFractionDigits: 12, useGrouping: false });
}
