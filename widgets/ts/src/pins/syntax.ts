/*
 * How a kept state of a simulation is written in Markdown: `![words](pin:pin_x)`. The server reads
 * the same.
 */

/** A kept state as it is spoken of. */
export interface Pinned {
  id: string;
  words: string;
}

const LONGEST = 300;
const PIN = /!\[((?:\\.|[^[\]\\\n]){0,500})\]\(pin:(pin_[a-z2-7]{20})\)/g;
const LAST = new RegExp(`${PIN.source}\\s*$`);

function readOne([, words = "", id = ""]: RegExpMatchArray): Pinned {
  return { id, words: words.replace(/\\([[\]\\])/g, "$1") };
}

/** Write one. */
export function pinMarkdown({ id, words }: Pinned): string {
  const line = words.replace(/\s+/g, " ").trim().slice(0, LONGEST);
  return `![${line.replace(/[[\]\\]/g, "\\$&")}](pin:${id})`;
}

/** All that a text speaks of, in order, each once. */
export function pinsIn(markdown: string): Pinned[] {
  const found = new Map<string, Pinned>();
  for (const match of markdown.matchAll(PIN)) {
    const pinned = readOne(match);
    if (!found.has(pinned.id)) found.set(pinned.id, pinned);
  }
  return [...found.values()];
}

/** A text, and the states that stand at its end. */
export function split(markdown: string): { text: string; pinned: Pinned[] } {
  const pinned: Pinned[] = [];
  let text = markdown;
  for (let last = LAST.exec(text); last; last = LAST.exec(text)) {
    pinned.unshift(readOne(last));
    text = text.slice(0, last.index).trimEnd();
  }
  return pinned.length ? { text, pinned } : { text: markdown, pinned };
}

/** The other way round. */
export function join(text: string, pinned: readonly Pinned[]): string {
  if (pinned.length === 0) return text;
  const all = pinned.map(pinMarkdown).join("\n");
  return text.trim() ? `${text.trimEnd()}\n\n${all}` : all;
}
