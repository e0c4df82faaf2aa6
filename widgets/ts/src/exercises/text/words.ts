const segmenter =
  typeof Intl.Segmenter === "function"
    ? new Intl.Segmenter(undefined, { granularity: "word" })
    : null;

/** How many words a text has, also in languages that do not put spaces between them. */
export function countWords(text: string): number {
  if (!segmenter) return text.match(/\S+/g)?.length ?? 0;
  let count = 0;
  for (const part of segmenter.segment(text)) if (part.isWordLike) count += 1;
  return count;
}
