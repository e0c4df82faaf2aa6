/** How strongly a passage stands out. */
export type Strength = "quiet" | "strong" | "begun";

export interface Painted {
  thread: string;
  strength: Strength;
  /** Asked for when it is needed: painting may have changed the page. */
  range: () => Range | null;
}

/** Shows which passages of the text threads are about. */
export interface Painter {
  paint(passages: readonly Painted[]): void;
}

const STRENGTHS: readonly Strength[] = ["quiet", "strong", "begun"];

/** Paints with what browsers have for it: the page's elements stay as they are. */
class HighlightPainter implements Painter {
  paint(passages: readonly Painted[]): void {
    for (const [priority, strength] of STRENGTHS.entries()) {
      const ranges = passages.flatMap((each) => {
        const range = each.strength === strength ? each.range() : null;
        return range ? [range] : [];
      });
      const highlight = new Highlight(...ranges);
      highlight.priority = priority;
      CSS.highlights.set(`cb-passage-${strength}`, highlight);
    }
  }
}

/** For older browsers: elements around the words, in blocks of the guide alone. */
class ElementPainter implements Painter {
  constructor(private readonly guide: HTMLElement) {}

  paint(passages: readonly Painted[]): void {
    for (const mark of this.guide.querySelectorAll("mark.cb-passage")) {
      const around = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      around?.normalize();
    }
    for (const { range, strength, thread } of passages) {
      const found = range();
      if (found) for (const part of textIn(found)) wrap(part, strength, thread);
    }
  }
}

function textIn(range: Range): Text[] {
  const walk = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  const inside: Text[] = [];
  for (let node: Node | null = walk.currentNode; node; node = walk.nextNode()) {
    const text = node.nodeType === Node.TEXT_NODE && range.intersectsNode(node);
    if (text && node.parentElement?.closest(".cb-block")) inside.push(node as Text);
  }
  const { startContainer, startOffset, endContainer, endOffset } = range;
  return inside.flatMap((node) => {
    const from = node === startContainer ? startOffset : 0;
    const to = node === endContainer ? endOffset : node.length;
    if (to <= from || !node.data.slice(from, to).trim()) return [];
    if (to < node.length) node.splitText(to);
    return [from > 0 ? node.splitText(from) : node];
  });
}

function wrap(text: Text, strength: Strength, thread: string): void {
  const mark = document.createElement("mark");
  mark.className = `cb-passage cb-passage--${strength}`;
  mark.dataset.thread = thread;
  text.replaceWith(mark);
  mark.append(text);
}

export function painterFor(guide: HTMLElement): Painter {
  const has = typeof Highlight === "function" && "highlights" in CSS;
  return has ? new HighlightPainter() : new ElementPainter(guide);
}
