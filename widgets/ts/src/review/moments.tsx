import { locale } from "../words";

const relative = new Intl.RelativeTimeFormat(locale, {
  numeric: "auto",
});
const exact = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** How long ago, in words. */
export function ago(iso: string, now: number): string {
  const seconds = Math.min(0, (Date.parse(iso) - now) / 1000);
  const [unit, size] = steps.find(([, length]) => -seconds >= length) ?? ["second", 1];
  return relative.format(unit === "second" ? 0 : Math.ceil(seconds / size), unit);
}

export function exactTime(iso: string): string {
  return exact.format(new Date(iso));
}
