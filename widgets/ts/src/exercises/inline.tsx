import type { ComponentChildren } from "preact";
import { PinLink } from "../pins/PinLink";
import { pinsIn } from "../pins/syntax";

const MARKS =
  /(`+)(.+?)\1|(!\[(?:\\.|[^[\]\\])*\]\(pin:\w+\))|\*\*(.+?)\*\*|\*([^\s*](?:.*?[^\s*])?)\*|\[([^\]]+)\]\((https?:[^\s)]+)\)/g;

/** The few marks that labels and hints use: code, strong, emphasis, links. No HTML ever passes. */
function inline(source: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const match of source.matchAll(MARKS)) {
    const [whole, , code, pin, strong, emphasis, label, address] = match;
    const [pinned] = pinsIn(pin ?? "");
    parts.push(source.slice(at, match.index));
    if (pinned) parts.push(<PinLink pinned={pinned} />);
    else if (code !== undefined) parts.push(<code>{code}</code>);
    else if (strong !== undefined) parts.push(<strong>{inline(strong)}</strong>);
    else if (emphasis !== undefined) parts.push(<em>{inline(emphasis)}</em>);
    else if (label !== undefined) {
      parts.push(
        <a href={address} target="_blank" rel="noopener nofollow">
          {inline(label)}
        </a>,
      );
    }
    at = match.index + whole.length;
  }
  parts.push(source.slice(at));
  return parts;
}

/** A label in plain words, for those who hear it. */
export function plainLabel(source: string): string {
  return source.replace(MARKS, (whole, _fence, code, pin, strong, emphasis, label) => {
    const inner = strong ?? emphasis ?? label ?? pinsIn(pin ?? "")[0]?.words;
    return code ?? (inner === undefined ? whole : plainLabel(inner));
  });
}

export function Inline({ source }: { source: string }) {
  return <>{inline(source)}</>;
}

/** Paragraphs, and line breaks where they were written. */
export function Paragraphs({ source }: { source: string }) {
  return (
    <>
      {source
        .trim()
        .split(/\n\s*\n/)
        .map((paragraph, index) => (
          <p key={index}>
            <Inline source={paragraph} />
          </p>
        ))}
    </>
  );
}
