import type { Span } from "../../types";

/** What is in a cell and is not its text: drawings, what lives, and our own marks. */
const NOT_TEXT =
  "svg, style, script, button, textarea, select, .cb-exercise__answer, .cb-widget, .cb-block__mark";

/** A stretch of the text that comes from one node, without a gap. */
interface Piece {
  node: Text;
  /** Offset in the node, and in the cell's text. */
  from: number;
  at: number;
  length: number;
}

const BLANK = /\s/;

/** What stands in a cell to be read, and which node each letter of it is from. */
export class CellText {
  /** With every run of white space as one space: a page's source may be wrapped otherwise. */
  readonly text: string;
  private readonly pieces: readonly Piece[];

  constructor(cell: Element) {
    const pieces: Piece[] = [];
    let text = "";
    let gap = false;
    for (const node of textNodes(cell)) {
      const { data } = node;
      let from = 0;
      while (from < data.length) {
        if (BLANK.test(data[from] as string)) {
          gap = text !== "";
          from += 1;
          continue;
        }
        let end = from;
        while (end < data.length && !BLANK.test(data[end] as string)) end += 1;
        if (gap) text += " ";
        gap = false;
        pieces.push({ node, from, at: text.length, length: end - from });
        text += data.slice(from, end);
        from = end;
      }
    }
    this.text = text;
    this.pieces = pieces;
  }

  /** Whether every node it was made of is still on the page, and whole. */
  get current(): boolean {
    return this.pieces.every(
      ({ node, from, length }) => node.isConnected && from + length <= node.length,
    );
  }

  /** The letters of a span, on the page. */
  rangeOf({ start, end }: Span): Range | null {
    const first = this.pieces.find((each) => each.at + each.length > start);
    const last = this.pieces.findLast((each) => each.at < end);
    if (!first || !last || first.at >= end) return null;
    const range = document.createRange();
    range.setStart(first.node, first.from + Math.max(0, start - first.at));
    range.setEnd(last.node, last.from + Math.min(last.length, end - last.at));
    return range;
  }

  /** What of the text lies within a range; null when that is nothing. */
  spanOf(range: Range): Span | null {
    let start = Number.POSITIVE_INFINITY;
    let end = -1;
    for (const { node, from, at, length } of this.pieces) {
      if (!range.intersectsNode(node)) continue;
      const low = node === range.startContainer ? Math.max(range.startOffset, from) : from;
      const high =
        node === range.endContainer ? Math.min(range.endOffset, from + length) : from + length;
      if (high <= low) continue;
      start = Math.min(start, at + low - from);
      end = Math.max(end, at + high - from);
    }
    return end < 0 ? null : { start, end };
  }
}

function* textNodes(root: Element): Generator<Text> {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, {
    acceptNode: (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      const skip = (node as Element).matches(NOT_TEXT);
      return skip ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    },
  });
  while (walk.nextNode()) yield walk.currentNode as Text;
}
