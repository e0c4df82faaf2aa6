/** Who is mentioned: a person by id, or the mentors of the group together. */
export type Whom = { person: string } | "mentors";

/** A mention in what is being written: the letters from `start` to `end` stand for somebody. */
export interface Mark {
  start: number;
  end: number;
  whom: Whom;
}

/** A text as somebody writes it, and which stretches of it are mentions, in their order. */
export interface Written {
  text: string;
  marks: readonly Mark[];
}

const SYNTAX = /@\[((?:\\.|[^[\]\\\n]){1,200})\]\((?:person:([a-z0-9_]{1,24})|mentors:)\)/g;

/** From Markdown to what is shown while writing. */
export function read(markdown: string): Written {
  const marks: Mark[] = [];
  let text = "";
  let at = 0;
  for (const found of markdown.matchAll(SYNTAX)) {
    text += markdown.slice(at, found.index);
    const start = text.length;
    text += `@${(found[1] ?? "").replace(/\\([[\]\\])/g, "$1")}`;
    const whom: Whom = found[2] ? { person: found[2] } : "mentors";
    marks.push({ start, end: text.length, whom });
    at = found.index + found[0].length;
  }
  return { text: text + markdown.slice(at), marks };
}

/** From what is shown while writing to Markdown. */
export function markdownOf({ text, marks }: Written): string {
  let markdown = "";
  let at = 0;
  for (const { start, end, whom } of marks) {
    const label = text.slice(start + 1, end).replace(/[[\]\\]/g, "\\$&");
    const target = whom === "mentors" ? "mentors:" : `person:${whom.person}`;
    markdown += `${text.slice(at, start)}@[${label}](${target})`;
    at = end;
  }
  return markdown + text.slice(at);
}

/** Take a change of the text: mentions move with it, and one that is written into is none any more. */
export function changed(before: Written, text: string, caret: number): Written {
  const grown = text.length - before.text.length;
  // Of several places where it may have changed, it is the one before the caret.
  const behind = text.length - caret;
  let tail = 0;
  const mostTail = Math.min(behind, before.text.length);
  while (
    tail < mostTail &&
    before.text[before.text.length - 1 - tail] === text[text.length - 1 - tail]
  ) {
    tail += 1;
  }
  const most = Math.min(before.text.length, text.length) - tail;
  let head = 0;
  while (head < most && before.text[head] === text[head]) head += 1;
  const gone = before.text.length - tail;
  const marks = before.marks.flatMap((mark) => {
    if (mark.end <= head) return [mark];
    if (mark.start >= gone) return [{ ...mark, start: mark.start + grown, end: mark.end + grown }];
    return [];
  });
  return { text, marks };
}

/** Put a mention in the place of some letters, with a space behind it. */
export function mentioning(
  before: Written,
  start: number,
  end: number,
  name: string,
  whom: Whom,
): Written {
  const rest = before.text.slice(end);
  const space = /^\s/.test(rest) ? "" : " ";
  const inserted = `@${name}${space}`;
  const text = before.text.slice(0, start) + inserted + rest;
  const moved = changed(before, text, start + inserted.length).marks.filter(
    (mark) => mark.end <= start || mark.start >= start + inserted.length,
  );
  const mark = { start, end: start + 1 + name.length, whom };
  const marks = [...moved, mark].sort((a, b) => a.start - b.start);
  return { text, marks };
}

/** The beginning of a mention just before the caret; null when none is being written. */
export function beginning(text: string, caret: number): { start: number; query: string } | null {
  const before = text.slice(Math.max(0, caret - 60), caret);
  const found = /(?:^|[\s([{"'“‘*_>-])@([\p{L}\p{M}\p{N}.'’-]*(?: [\p{L}\p{M}\p{N}.'’-]*)?)$/u.exec(
    before,
  );
  if (!found) return null;
  const query = found[1] ?? "";
  return { start: caret - query.length - 1, query };
}
