import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorSelection, EditorState } from "@codemirror/state";
import * as Y from "yjs";
import { caretsIn, cursorOf } from "../src/exercises/text/carets";
import type { Command } from "../src/exercises/text/contract";
import { commands } from "../src/exercises/text/editor/commands";
import { changesOf, contentOf, write } from "../src/exercises/text/editor/sharing";
import type { Peer } from "../src/live/peers";
import { below, seeded } from "./random";

const PLAIN = [EditorState.lineSeparator.of("\n"), EditorState.allowMultipleSelections.of(true)];

/** A text as an editor without a screen holds it. */
class Writer {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText("text:a");
  readonly outbox: Uint8Array[] = [];
  state = EditorState.create({ extensions: PLAIN });

  constructor() {
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "network") this.outbox.push(update);
    });
    this.text.observe(({ delta }, { origin }) => {
      if (origin === this) return;
      this.state = this.state.update({ changes: changesOf(delta) }).state;
    });
  }

  edit(changes: { from: number; to?: number; insert?: string }[]): void {
    const transaction = this.state.update({ changes });
    this.state = transaction.state;
    write(this.text, transaction.changes, this);
  }

  hear(other: Writer): void {
    for (const update of other.outbox.splice(0)) Y.applyUpdate(this.doc, update, "network");
  }

  get shown(): string {
    return this.state.sliceDoc();
  }
}

const WORDS = ["a", "bb", "\n", "\r\n", "\r", "**c**", "日本", "שלום", ""];

function someChanges(random: () => number, length: number) {
  const places = Array.from({ length: 1 + below(random, 3) }, () => below(random, length + 1));
  places.sort((a, b) => a - b);
  return places.map((from, index) => {
    const limit = (places[index + 1] ?? length) - from;
    const to = from + (random() < 0.4 ? below(random, limit + 1) : 0);
    return { from, to, insert: WORDS[below(random, WORDS.length)] ?? "" };
  });
}

test("editors and texts stay equal whatever two people change at once", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seeded(seed);
    const writers = [new Writer(), new Writer()] as const;
    for (let step = 0; step < 40; step += 1) {
      const who = below(random, 2);
      const writer = writers[who] as Writer;
      if (random() < 0.6) writer.edit(someChanges(random, writer.state.doc.length));
      else writer.hear(writers[1 - who] as Writer);
      assert.equal(writer.shown, writer.text.toString(), `seed ${seed}, step ${step}`);
    }
    writers[0].hear(writers[1]);
    writers[1].hear(writers[0]);
    assert.equal(writers[0].shown, writers[1].shown, `seed ${seed}`);
    assert.equal(writers[0].shown, writers[0].text.toString(), `seed ${seed}`);
  }
});

test("what is no text takes one place on both sides", () => {
  const writer = new Writer();
  writer.text.insert(0, "ab");
  writer.text.insertEmbed(1, { picture: 1 });
  assert.equal(writer.shown, "a\ufffcb");
  assert.equal(contentOf(writer.text), writer.shown);
  writer.edit([{ from: 2, insert: "c" }]);
  assert.equal(contentOf(writer.text), "a\ufffccb");
});

/** Run a command on a text whose selection is between two bars, or at one. */
function after(command: Command, marked: string, readOnly = false): string {
  const [first = "", second, third] = marked.split("|");
  const anchor = first.length;
  const head = third === undefined ? anchor : anchor + (second ?? "").length;
  let state = EditorState.create({
    doc: marked.replaceAll("|", ""),
    selection: EditorSelection.single(anchor, head),
    extensions: [PLAIN, EditorState.readOnly.of(readOnly)],
  });
  commands[command]({
    state,
    dispatch: (transaction) => {
      state = transaction.state;
    },
  });
  const { from, to } = state.selection.main;
  const doc = state.sliceDoc();
  const inside = from === to ? "|" : `|${doc.slice(from, to)}|`;
  return doc.slice(0, from) + inside + doc.slice(to);
}

for (const [command, before, expected] of [
  ["bold", "say |it| now", "say **|it|** now"],
  ["bold", "say **|it|** now", "say |it| now"],
  ["bold", "say |**it**| now", "say |it| now"],
  ["bold", "say w|ord now", "say **w|ord** now"],
  ["bold", "say | now", "say **|** now"],
  ["italic", "say |it| now", "say *|it|* now"],
  ["italic", "say *|it|* now", "say |it| now"],
  ["italic", "say **|it|** now", "say ***|it|*** now"],
  ["code", "run |ls| now", "run `|ls|` now"],
  ["code", "|a\nb|", "```\n|a\nb|\n```"],
  ["list", "one|", "- one|"],
  ["list", "|one\n\ntwo|", "- |one\n\n- two|"],
  ["list", "- |one\n- two|", "|one\ntwo|"],
  ["list", "|", "- |"],
  ["link", "see |this| now", "see [this](|https://|) now"],
  ["link", "see |https://example.org| now", "see [|](https://example.org) now"],
  ["link", "see |", "see [|](https://)"],
] as const) {
  test(`${command} makes ${JSON.stringify(expected)} of ${JSON.stringify(before)}`, () => {
    assert.equal(after(command, before), expected);
    assert.equal(after(command, before, true), before, "what is read only stays as it is");
  });
}

function peerAt(text: Y.Text, cursor: Peer["cursor"]): Peer {
  const user = { id: "per_ada", name: "Ada" };
  return { client: text.doc?.clientID ?? 0, user, exercise: "a", cursor, writing: false };
}

test("a caret stays with its words while others write before and behind it", () => {
  const [ada, ben] = [new Writer(), new Writer()];
  ada.edit([{ from: 0, insert: "one two" }]);
  ben.hear(ada);
  const cursor = cursorOf(ada.text, { anchor: 4, head: 7 });
  ben.edit([{ from: 0, insert: "zero " }]);
  ben.edit([{ from: 12, insert: " three" }]);
  const [caret] = caretsIn(ben.text, [peerAt(ada.text, cursor)]);
  assert.deepEqual([caret?.anchor, caret?.head, caret?.name], [9, 12, "Ada"]);
});

test("a caret behind words that have not arrived, or that makes no sense, is not drawn", () => {
  const [ada, ben] = [new Writer(), new Writer()];
  ada.edit([{ from: 0, insert: "one" }]);
  const early = cursorOf(ada.text, { anchor: 3, head: 3 });
  for (const cursor of [early, { anchor: "x", head: 7 }, { anchor: null, head: null }, null]) {
    assert.deepEqual(caretsIn(ben.text, [peerAt(ada.text, cursor)]), []);
  }
  const elsewhere = cursorOf(ada.doc.getText("text:b"), { anchor: 0, head: 0 });
  assert.deepEqual(caretsIn(ada.text, [peerAt(ada.text, elsewhere)]), []);
});
