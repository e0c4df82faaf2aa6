import { type Range, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { Caret } from "../contract";

export const setCarets = StateEffect.define<readonly Caret[]>();

/** A caret with its name; the name is drawn, not written: it is no part of the text. */
class CaretMark extends WidgetType {
  constructor(private readonly caret: Caret) {
    super();
  }

  override eq({ caret }: CaretMark): boolean {
    const { name, colour, writing } = this.caret;
    return caret.name === name && caret.colour === colour && caret.writing === writing;
  }

  override toDOM(): HTMLElement {
    const { name, colour, writing } = this.caret;
    const mark = document.createElement("span");
    mark.className = writing ? "cb-caret cb-caret--writing" : "cb-caret";
    mark.dataset.colour = String(colour);
    mark.dataset.name = name;
    mark.setAttribute("aria-hidden", "true");
    // Without a letter of no width some browsers break the line here.
    mark.textContent = "\u2060";
    return mark;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

function draw(carets: readonly Caret[], length: number): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const caret of carets) {
    const from = Math.min(caret.anchor, caret.head);
    const to = Math.max(caret.anchor, caret.head);
    if (to > length) continue;
    const attributes = { "data-colour": String(caret.colour) };
    if (to > from) {
      ranges.push(Decoration.mark({ class: "cb-caret-range", attributes }).range(from, to));
    }
    ranges.push(Decoration.widget({ widget: new CaretMark(caret), side: 1 }).range(caret.head));
  }
  return Decoration.set(ranges, true);
}

/** Where the others are. */
export const carets = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(drawn, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setCarets)) return draw(effect.value, transaction.newDoc.length);
    }
    return drawn.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});
