import type { Extension, Range } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";

const AUTO = Decoration.line({ attributes: { dir: "auto" } });

function directions(view: EditorView): DecorationSet {
  const lines: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      lines.push(AUTO.range(line.from));
      at = line.to + 1;
    }
  }
  return Decoration.set(lines, true);
}

/** Every line runs the way its own words do. */
export function lineDirections(): Extension {
  const plugin = ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = directions(view);
      }

      update(update: ViewUpdate): void {
        if (update.docChanged || update.viewportChanged) {
          this.decorations = directions(update.view);
        }
      }
    },
    { decorations: (each) => each.decorations },
  );
  return [EditorView.perLineTextDirection.of(true), plugin];
}
