import { EditorSelection, type EditorState, type StateCommand } from "@codemirror/state";
import type { Command } from "../contract";

/** The selection, or the word around the caret. */
function extent(state: EditorState, from: number, to: number): { from: number; to: number } {
  return from === to ? (state.wordAt(from) ?? { from, to }) : { from, to };
}

/** Put `mark` around what is selected, or take it away there. */
function toggle(mark: string): StateCommand {
  const size = mark.length;
  const letter = mark[0];
  return ({ state, dispatch }) => {
    const { doc } = state;
    // `*` also stands at the edge of `**`, which is another mark.
    const isAt = (at: number, before: number, after: number) =>
      at >= 0 &&
      doc.sliceString(at, at + size) === mark &&
      (before < 0 || doc.sliceString(before, before + 1) !== letter || size > 1) &&
      (doc.sliceString(after, after + 1) !== letter || size > 1);
    const change = state.changeByRange((range) => {
      const { from, to } = extent(state, range.from, range.to);
      const around = isAt(from - size, from - size - 1, -1) && isAt(to, -1, to + size);
      if (around) {
        return {
          changes: [
            { from: from - size, to: from },
            { from: to, to: to + size },
          ],
          range: EditorSelection.range(range.anchor - size, range.head - size),
        };
      }
      const inside =
        to - from > 2 * size && isAt(from, -1, from + size) && isAt(to - size, to - size - 1, -1);
      if (inside) {
        return {
          changes: [
            { from, to: from + size },
            { from: to - size, to },
          ],
          range: EditorSelection.range(from, to - 2 * size),
        };
      }
      return {
        changes: [
          { from, insert: mark },
          { from: to, insert: mark },
        ],
        range: EditorSelection.range(range.anchor + size, range.head + size),
      };
    });
    dispatch(state.update(change, { userEvent: "input", scrollIntoView: true }));
    return true;
  };
}

const BULLET = /^(\s*)[-*+] /;

/** Make the selected lines a list, or make them plain lines again. */
const list: StateCommand = ({ state, dispatch }) => {
  const lines = new Map<number, { from: number; text: string }>();
  for (const { from, to } of state.selection.ranges) {
    const last = state.doc.lineAt(to).number;
    for (let number = state.doc.lineAt(from).number; number <= last; number += 1) {
      const line = state.doc.line(number);
      lines.set(number, { from: line.from, text: line.text });
    }
  }
  const all = [...lines.values()];
  const filled = all.filter(({ text }) => text.trim());
  const chosen = filled.length ? filled : all;
  const listed = chosen.every(({ text }) => BULLET.test(text));
  const changes = chosen.map(({ from, text }) => {
    const indent = text.length - text.trimStart().length;
    const at = from + (text.trim() ? indent : text.length);
    return listed ? { from: at, to: at + 2 } : { from: at, insert: "- " };
  });
  const set = state.changes(changes);
  dispatch(
    state.update({
      changes: set,
      selection: state.selection.map(set, 1),
      userEvent: "input",
      scrollIntoView: true,
    }),
  );
  return true;
};

const ADDRESS = /^(https?:\/\/|mailto:)\S+$/;
const START = "https://";

/** Make a link of what is selected; what is still to be written is selected then. */
const link: StateCommand = ({ state, dispatch }) => {
  const change = state.changeByRange(({ from, to }) => {
    const selected = state.doc.sliceString(from, to);
    if (ADDRESS.test(selected)) {
      return {
        changes: { from, to, insert: `[](${selected})` },
        range: EditorSelection.cursor(from + 1),
      };
    }
    const start = from + selected.length + 3;
    return {
      changes: { from, to, insert: `[${selected}](${START})` },
      range: selected
        ? EditorSelection.range(start, start + START.length)
        : EditorSelection.cursor(from + 1),
    };
  });
  dispatch(state.update(change, { userEvent: "input", scrollIntoView: true }));
  return true;
};

const tick = toggle("`");

/** Whole lines become a block of code, words become code among words. */
const code: StateCommand = (target) => {
  const { state, dispatch } = target;
  const { from, to } = state.selection.main;
  if (state.doc.lineAt(from).number === state.doc.lineAt(to).number) return tick(target);
  const first = state.doc.lineAt(from).from;
  const last = state.doc.lineAt(to).to;
  dispatch(
    state.update({
      changes: [
        { from: first, insert: "```\n" },
        { from: last, insert: "\n```" },
      ],
      userEvent: "input",
      scrollIntoView: true,
    }),
  );
  return true;
};

function whenWritable(command: StateCommand): StateCommand {
  return (target) => !target.state.readOnly && command(target);
}

export const commands: Record<Command, StateCommand> = {
  bold: whenWritable(toggle("**")),
  italic: whenWritable(toggle("*")),
  list: whenWritable(list),
  link: whenWritable(link),
  code: whenWritable(code),
};
