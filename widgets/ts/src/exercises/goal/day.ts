import { locale } from "../../words";

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Midnight at the beginning of a day written as YYYY-MM-DD, where the reader is. */
function dayOf(text: string): Date | null {
  const [, year, month, day] = DAY.exec(text) ?? [];
  return day ? new Date(Number(year), Number(month) - 1, Number(day)) : null;
}

/** Whether a day is over. */
export function isPast(text: string, now: Date): boolean {
  const day = dayOf(text);
  if (!day) return false;
  return day < new Date(now.getFullYear(), now.getMonth(), now.getDate());
}

export function writtenDay(text: string): string {
  const options = { day: "numeric", month: "long", year: "numeric" } as const;
  return dayOf(text)?.toLocaleDateString(locale, options) ?? text;
}
