import { locale } from "../words";

const DAY = { day: "numeric", month: "long" } as const;
const TIME = { hour: "numeric", minute: "2-digit" } as const;

/** A moment without an offset is of the clock on the cohort's wall: no zone is applied to it. */
function onTheWall(local: string): Date {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = local.split(/[-T:]/).map(Number);
  return new Date(year, month - 1, day, hour, minute);
}

/** A day, as people say it. */
export function localDay(local: string): string {
  return onTheWall(local).toLocaleDateString(locale, DAY);
}

/** A day and a time, as people say them. */
export function localMoment(local: string): string {
  return onTheWall(local).toLocaleString(locale, { ...DAY, ...TIME });
}
