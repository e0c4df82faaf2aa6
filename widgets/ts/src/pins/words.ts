import type { Setting, SettingValue } from "../types";
import { locale, t } from "../words";

function plain(value: SettingValue): string {
  if (typeof value === "number") return value.toLocaleString(locale, { maximumFractionDigits: 6 });
  if (typeof value === "boolean") return t(value ? "page.pin.on" : "page.pin.off");
  if (value === null) return "–";
  if (typeof value === "string") return value;
  return (Array.isArray(value) ? value : Object.values(value)).map(plain).join(" – ");
}

/** How a control is set, in words. */
export function settingWords({ value, shown }: Setting): string {
  return shown ?? plain(value);
}

/** What a control is called; labels often end in a colon. */
export function nameOf({ label }: Setting): string {
  return label.replace(/\s*:$/, "");
}

/** Those that can be told: a control without a name says nothing to people. */
export function telling(settings: readonly Setting[]): Setting[] {
  return settings.filter((each) => nameOf(each));
}

/** All settings in one line. */
export function summaryOf(settings: readonly Setting[]): string {
  const told = telling(settings).map((each) => `${nameOf(each)} ${settingWords(each)}`);
  return told.join(", ") || t("page.pin.state");
}
