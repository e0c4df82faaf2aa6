import { ApiError } from "../live/api";
import { t } from "../words";

/** What to tell when something did not work: after writing also that nothing is lost. */
export function problemOf(error: unknown, doing: "writing" | "other" = "other"): string {
  if (error instanceof ApiError && !error.offline) return error.message;
  return t(doing === "writing" ? "discussion.problem.offline" : "discussion.problem");
}
