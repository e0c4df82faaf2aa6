import type { AnswerValue, AnswerVersion } from "../../types";

/** What a version is compared with: the one before, nothing, or the one of a revision. */
export type Comparison = "before" | "nothing" | number;

/** The version that another is compared with; null for nothing. `versions` are newest first. */
export function compared(
  versions: readonly AnswerVersion[],
  chosen: AnswerVersion,
  comparison: Comparison,
): AnswerVersion | null {
  if (comparison === "nothing") return null;
  if (comparison === "before") return versions[versions.indexOf(chosen) + 1] ?? null;
  return versions.find(({ revision }) => revision === comparison) ?? null;
}

/** Of two versions the earlier one first, whichever was chosen. */
export function inOrder(
  one: AnswerVersion,
  other: AnswerVersion | null,
): [AnswerVersion | null, AnswerVersion] {
  return other && other.revision > one.revision ? [one, other] : [other, one];
}

export function sameValue(one: AnswerValue, other: AnswerValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
