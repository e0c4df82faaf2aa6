import { syntaxTree } from "@codemirror/language";
import type { Extension, Range } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";

type Node = Parameters<
  NonNullable<Parameters<ReturnType<typeof syntaxTree>["iterate"]>[0]["enter"]>
>[0];

/** Words that look as they will. */
const WORDS: Record<string, Decoration> = {
  StrongEmphasis: Decoration.mark({ class: "cb-md-strong" }),
  Emphasis: Decoration.mark({ class: "cb-md-emphasis" }),
  Strikethrough: Decoration.mark({ class: "cb-md-struck" }),
  InlineCode: Decoration.mark({ class: "cb-md-code" }),
  URL: Decoration.mark({ class: "cb-md-link" }),
};
const LINK = Decoration.mark({ class: "cb-md-link" });
const NUMBER = Decoration.mark({ class: "cb-md-number" });
const DIMMED = Decoration.mark({ class: "cb-md-mark" });
const HIDDEN = Decoration.replace({});

/** Lines that look as they will. */
const LINES: Record<string, Decoration> = {
  ATXHeading1: Decoration.line({ class: "cb-md-heading cb-md-heading--1" }),
  ATXHeading2: Decoration.line({ class: "cb-md-heading cb-md-heading--2" }),
  Blockquote: Decoration.line({ class: "cb-md-quote" }),
  FencedCode: Decoration.line({ class: "cb-md-block" }),
};
const HEADING = Decoration.line({ class: "cb-md-heading" });
const OF_WORDS = new Set(["EmphasisMark", "StrikethroughMark", "LinkMark", "LinkTitle"]);
const OF_LINES = new Set(["HeaderMark", "QuoteMark"]);

class Bullet extends WidgetType {
  override eq(): boolean {
    return true;
  }

  override toDOM(): HTMLElement {
    const bullet = document.createElement("span");
    bullet.className = "cb-md-bullet";
    bullet.textContent = "•";
    return bullet;
  }
}
const BULLET = Decoration.replace({ widget: new Bullet() });

function lineLook(name: string): Decoration | null {
  return LINES[name] ?? (/^(ATX|Setext)Heading/.test(name) ? HEADING : null);
}

/** Draws what is visible; marks show, dimmed, only where the caret is. */
class Looks {
  private readonly ranges: Range<Decoration>[] = [];
  private readonly active: boolean;

  constructor(private readonly view: EditorView) {
    this.active = view.hasFocus && !view.state.readOnly;
  }

  all(): DecorationSet {
    const tree = syntaxTree(this.view.state);
    for (const { from, to } of this.view.visibleRanges) {
      tree.iterate({ from, to, enter: (node) => this.draw(node) });
    }
    return Decoration.set(this.ranges, true);
  }

  private draw(node: Node): boolean {
    const { name, from, to } = node;
    const line = lineLook(name);
    if (line) this.drawLines(line, from, to);
    const words = WORDS[name];
    if (words && to > from && !(name === "URL" && this.isTarget(node))) {
      this.ranges.push(words.range(from, to));
    }
    if ((name === "Link" || name === "Image") && this.leads(node)) {
      this.ranges.push(LINK.range(from, to));
    }
    this.drawMark(node);
    return true;
  }

  private drawLines(look: Decoration, from: number, to: number): void {
    const { doc } = this.view.state;
    const last = doc.lineAt(to).number;
    for (let number = doc.lineAt(from).number; number <= last; number += 1) {
      this.ranges.push(look.range(doc.line(number).from));
    }
  }

  private drawMark(node: Node): void {
    const { name, from, to } = node;
    const parent = node.node.parent;
    if (!parent) return;
    if (OF_LINES.has(name)) {
      const underline = parent.name.startsWith("Setext");
      this.mark(from, this.withSpace(to), underline || this.caretOnLine(from));
    } else if (name === "ListMark") {
      this.drawBullet(from, to, parent.parent?.name === "BulletList");
    } else if (name === "CodeMark" || name === "CodeInfo") {
      this.mark(from, to, parent.name === "FencedCode" || this.caretIn(parent.from, parent.to));
    } else if (OF_WORDS.has(name) || (name === "URL" && this.isTarget(node))) {
      if (parent.name === "LinkReference" || (name === "LinkMark" && !this.leads(parent))) return;
      this.mark(from, to, this.caretIn(parent.from, parent.to));
    } else if (name === "Escape") {
      this.mark(from, from + 1, this.caretIn(from, to));
    }
  }

  private drawBullet(from: number, to: number, bullet: boolean): void {
    if (bullet && !this.caretOnLine(from)) this.ranges.push(BULLET.range(from, to));
    else this.ranges.push((bullet ? DIMMED : NUMBER).range(from, to));
  }

  private mark(from: number, to: number, shown: boolean): void {
    // A plugin may not hide the end of a line.
    const within = to <= this.view.state.doc.lineAt(from).to;
    if (to > from) this.ranges.push((shown || !within ? DIMMED : HIDDEN).range(from, to));
  }

  /** Whether a link says where it leads: brackets alone are none. */
  private leads(node: { node: Node["node"] } | Node["node"]): boolean {
    const inner = "node" in node ? node.node : node;
    return inner.name === "Autolink" || inner.getChild("URL") !== null;
  }

  /** Whether an address is the hidden part of a link. */
  private isTarget(node: Node): boolean {
    const parent = node.node.parent?.name;
    return parent === "Link" || parent === "Image";
  }

  private withSpace(at: number): number {
    return this.view.state.doc.sliceString(at, at + 1) === " " ? at + 1 : at;
  }

  private caretIn(from: number, to: number): boolean {
    const { ranges } = this.view.state.selection;
    return this.active && ranges.some((range) => range.from <= to && range.to >= from);
  }

  private caretOnLine(at: number): boolean {
    const line = this.view.state.doc.lineAt(at);
    return this.caretIn(line.from, line.to);
  }
}

/** Markdown that looks as it will be, while it stays Markdown. */
export function looks(): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = new Looks(view).all();
      }

      update(update: ViewUpdate): void {
        const grown = syntaxTree(update.startState) !== syntaxTree(update.state);
        const { docChanged, viewportChanged, selectionSet, focusChanged } = update;
        const locked = update.startState.readOnly !== update.state.readOnly;
        if (docChanged || viewportChanged || selectionSet || focusChanged || grown || locked) {
          this.decorations = new Looks(update.view).all();
        }
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}
