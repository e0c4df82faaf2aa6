import { t } from "../words";
import { formatNumber, type NumberLimits, type NumberProblem } from "./number";

/** What is wrong with a number, in words. */
export function complaint(problem: NumberProblem, { minimum, maximum }: NumberLimits): string {
  if (problem === "too-small") {
    return t("exercise.number.too-small", { minimum: formatNumber(minimum ?? 0) });
  }
  if (problem === "too-large") {
    return t("exercise.number.too-large", { maximum: formatNumber(maximum ?? 0) });
  }
  return t("exercise.number.not-a-number");
}
