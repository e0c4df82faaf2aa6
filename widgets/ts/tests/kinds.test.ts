import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import cases from "../../../tests/y_answers.json";
import { Answer } from "../src/exercises/answer";
import { begin } from "../src/exercises/code/begin";
import { withMoved } from "../src/exercises/kinds/order";
import { between, positionOf } from "../src/exercises/kinds/position";
import { newRowId, putCell, removeRow, rowsIn } from "../src/exercises/kinds/table";
import { addFile, arrange, removeFile, setCaption } from "../src/exercises/kinds/upload";
import type {
  GoalExercise,
  OrderExercise,
  TableColumn,
  TableExercise,
  TableRow,
  UploadExercise,
  Uploaded,
} from "../src/types";
import { below, seeded } from "./random";

interface SharedCase {
  name: string;
  kind: string;
  options: { columns?: object[] };
  text?: string;
  map: Record<string, unknown>;
  value: unknown;
}

const base = {
  prompt: "?",
  topic: null,
  individual: false,
  required: true,
  hint: null,
  due: null,
  reveal_at: null,
  rubric: null,
};
const named = (...ids: string[]) => ids.map((id) => ({ id, label: id.toUpperCase() }));
const order: OrderExercise = {
  ...base,
  id: "o",
  kind: "order",
  options: { items: named("a", "b", "c", "d", "e") },
};
const column = (id: string, kind: TableColumn["kind"]): TableColumn => ({
  id,
  label: id,
  kind,
  unit: null,
  minimum: kind === "number" ? 0 : null,
  maximum: kind === "number" ? 9 : null,
  choices: kind === "choice" ? named("yes", "no") : null,
});
const columns = [column("what", "text"), column("hours", "number"), column("sure", "choice")];
const free: TableExercise = { ...base, id: "t", kind: "table", options: { rows: null, columns } };
const fixed: TableExercise = {
  ...base,
  id: "t",
  kind: "table",
  options: { rows: named("mon", "tue"), columns },
};
const goal: GoalExercise = { ...base, id: "g", kind: "goal", options: { topics: null } };

const upload: UploadExercise = {
  ...base,
  id: "u",
  kind: "upload",
  options: { accept: ["image"], most: 3, largest_mb: 5 },
};
const file = (letter: string, caption = ""): Uploaded => ({
  id: `upl_${letter.repeat(20)}`,
  name: `${letter}.png`,
  type: "image/png",
  size: 9,
  width: 3,
  height: 4,
  caption,
});

function exchange(left: Y.Doc, right: Y.Doc): void {
  Y.applyUpdate(left, Y.encodeStateAsUpdate(right));
  Y.applyUpdate(right, Y.encodeStateAsUpdate(left));
}

test("there is always room between two positions", () => {
  const random = seeded(7);
  const positions: string[] = [];
  for (let round = 0; round < 400; round += 1) {
    const at = random() < 0.5 ? 0 : below(random, positions.length + 1);
    const made = between(positions[at - 1] ?? null, positions[at] ?? null);
    positions.splice(at, 0, made);
  }
  assert.deepEqual(positions, [...positions].sort());
  assert.equal(new Set(positions).size, positions.length);
  for (const each of positions) assert.equal(positionOf(each), each);
});

test("an order is unanswered until somebody touches it, and may be right as it stands", () => {
  const answer = new Answer(new Y.Doc(), order);
  assert.equal(answer.value.value, null);
  answer.set(["a", "b", "c", "d", "e"]);
  assert.deepEqual(answer.value.value, ["a", "b", "c", "d", "e"]);
  answer.set(null);
  assert.equal(answer.value.value, null);
  assert.equal(answer.map?.size, 0);
});

test("whatever order is asked for is the order that stands", () => {
  const random = seeded(3);
  const answer = new Answer(new Y.Doc(), order);
  for (let round = 0; round < 600; round += 1) {
    const now = (answer.value.value as string[] | null) ?? ["a", "b", "c", "d", "e"];
    const moved = withMoved(now, now[below(random, 5)] as string, below(random, 5));
    answer.set(moved);
    assert.deepEqual(answer.value.value, moved);
  }
});

test("two who move different things at once both have their way", () => {
  const [left, right] = [new Y.Doc(), new Y.Doc()];
  const [mine, theirs] = [new Answer(left, order), new Answer(right, order)];
  mine.set(["e", "a", "b", "c", "d"]);
  theirs.set(["b", "c", "d", "a", "e"]);
  exchange(left, right);
  assert.deepEqual(mine.value.value, ["e", "b", "c", "d", "a"]);
  assert.deepEqual(theirs.value.value, mine.value.value);
});

test("an order that was made stays when the workbook's list changes", () => {
  const doc = new Y.Doc();
  new Answer(doc, order).set(["e", "a", "b", "c", "d"]);
  const later = { ...order, options: { items: named("d", "new", "c", "b", "a", "e") } };
  const read = new Answer(doc, later).value.value as string[];
  assert.deepEqual(
    read.filter((id) => id !== "new"),
    ["e", "a", "b", "c", "d"],
  );
});

test("random moves converge to a ranking of all items", () => {
  for (let seed = 1; seed <= 80; seed += 1) {
    const random = seeded(seed);
    const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
    const answers = docs.map((doc) => new Answer(doc, order));
    for (let step = 0; step < 30; step += 1) {
      const who = below(random, 3);
      if (random() < 0.3) {
        exchange(docs[who] as Y.Doc, docs[(who + 1) % 3] as Y.Doc);
        continue;
      }
      const answer = answers[who] as Answer;
      const now = (answer.value.value as string[] | null) ?? ["a", "b", "c", "d", "e"];
      const gone = random() < 0.05;
      answer.set(gone ? null : withMoved(now, now[below(random, 5)] as string, below(random, 5)));
    }
    for (let round = 0; round < 2; round += 1) {
      for (const who of [0, 1, 2]) exchange(docs[who] as Y.Doc, docs[(who + 1) % 3] as Y.Doc);
    }
    const values = answers.map((answer) => answer.value.value);
    assert.deepEqual(values[1], values[0], `seed ${seed}`);
    assert.deepEqual(values[2], values[0], `seed ${seed}`);
    if (values[0] !== null) {
      assert.deepEqual([...(values[0] as string[])].sort(), ["a", "b", "c", "d", "e"]);
    }
  }
});

test("cells of a table are counted only where they fit their column", () => {
  const doc = new Y.Doc();
  const answer = new Answer(doc, fixed);
  const map = doc.getMap<unknown>("value:t");
  map.set("mon/what", "  ");
  map.set("mon/hours", 12);
  map.set("tue/sure", "perhaps");
  assert.equal(answer.value.value, null);
  answer.change(() => putCell(map, fixed, "tue", "hours", 3));
  assert.deepEqual(answer.value.value, [{ id: "tue", cells: { hours: 3 } }]);
});

test("rows that two add at once are both there, and a row's order is the same for both", () => {
  const [left, right] = [new Y.Doc(), new Y.Doc()];
  const [mine, theirs] = [new Answer(left, free), new Answer(right, free)];
  for (const [answer, words] of [
    [mine, "mine"],
    [theirs, "theirs"],
  ] as const) {
    answer.change(({ map }) => map && putCell(map, free, newRowId(), "what", words));
  }
  exchange(left, right);
  assert.deepEqual(mine.value.value, theirs.value.value);
  const words = (mine.value.value as TableRow[]).map(({ cells }) => cells.what);
  assert.deepEqual(words.sort(), ["mine", "theirs"]);
});

test("what is written in a row while it is taken away is not lost", () => {
  const [left, right] = [new Y.Doc(), new Y.Doc()];
  const [mine, theirs] = [new Answer(left, free), new Answer(right, free)];
  mine.change(({ map }) => map && putCell(map, free, "r1", "what", "old"));
  exchange(left, right);
  mine.change(({ map }) => map && removeRow(map, "r1"));
  assert.equal(mine.value.value, null);
  theirs.change(({ map }) => map && putCell(map, free, "r1", "hours", 2));
  exchange(left, right);
  assert.deepEqual(mine.value.value, [{ id: "r1", cells: { hours: 2 } }]);
  assert.deepEqual(theirs.value.value, mine.value.value);
});

test("a row stays while it is emptied, until it is taken away", () => {
  const answer = new Answer(new Y.Doc(), free);
  const map = answer.map as Y.Map<unknown>;
  answer.change(() => putCell(map, free, "r1", "what", "x"));
  answer.change(() => putCell(map, free, "r1", "what", ""));
  assert.equal(answer.value.value, null);
  assert.deepEqual(rowsIn(map, free), [{ id: "r1", cells: {} }]);
});

test("a whole table can be put back, changing what differs only", () => {
  const answer = new Answer(new Y.Doc(), free);
  const value: TableRow[] = [
    { id: "r2", cells: { what: "b", hours: 1 } },
    { id: "r1", cells: { what: "a" } },
  ];
  answer.set([...value].reverse());
  answer.set([...value, { id: "r3", cells: { sure: "yes" } }]);
  answer.set(value);
  assert.deepEqual(answer.value.value, value);
  const before = answer.revision.value;
  answer.set(value);
  assert.equal(answer.revision.value, before);
});

test("a goal is one with words in it, and its words are merged letter by letter", () => {
  const [left, right] = [new Y.Doc(), new Y.Doc()];
  const [mine, theirs] = [new Answer(left, goal), new Answer(right, goal)];
  mine.change(({ map }) => map?.set("by", "2026-12-01"));
  assert.equal(mine.value.value, null);
  mine.set({ text: "Answer within a day", topic: "flow", by: "2026-12-01", done: false });
  exchange(left, right);
  mine.text?.insert(0, "We ");
  theirs.set({ text: "Answer within a day!", topic: "flow", by: null, done: true });
  exchange(left, right);
  const both = { text: "We Answer within a day!", topic: "flow", by: null, done: true };
  assert.deepEqual(mine.value.value, both);
  assert.deepEqual(theirs.value.value, both);
});

// The server's tests read the same file: both sides must see the same answer.
for (const each of cases as unknown as SharedCase[]) {
  test(`as the server sees it: ${each.name}`, () => {
    const doc = new Y.Doc();
    const full = { unit: null, minimum: null, maximum: null, choices: null, kind: "text" };
    const columns = each.options.columns?.map((column) => ({ ...full, ...column }));
    const options = columns ? { ...each.options, columns } : each.options;
    const definition = { ...base, id: "e", kind: each.kind, options } as unknown as OrderExercise;
    doc.getText("text:e").insert(0, each.text ?? "");
    for (const [key, value] of Object.entries(each.map)) doc.getMap("value:e").set(key, value);
    assert.deepEqual(new Answer(doc, definition).value.value, each.value);
  });
}

test("files are added by two at once, described, and put in order", () => {
  const [left, right] = [new Y.Doc(), new Y.Doc()];
  const [mine, theirs] = [new Answer(left, upload), new Answer(right, upload)];
  mine.set([file("a")]);
  exchange(left, right);
  mine.change(({ map }) => map && addFile(map, file("b")));
  theirs.change(({ map }) => map && setCaption(map, file("a").id, "The board"));
  theirs.change(({ map }) => map && addFile(map, file("c")));
  exchange(left, right);
  assert.deepEqual(mine.value.value, theirs.value.value);
  const ids = (mine.value.value as Uploaded[]).map(({ id }) => id);
  assert.deepEqual(new Set(ids), new Set(["a", "b", "c"].map((each) => file(each).id)));
  assert.equal((mine.value.value as Uploaded[])[0]?.caption, "The board");
  theirs.change(({ map }) => map && arrange(map, [...ids].reverse()));
  exchange(left, right);
  assert.deepEqual(
    (mine.value.value as Uploaded[]).map(({ id }) => id),
    [...ids].reverse(),
  );
});

test("a file that was taken away is gone with all that was said of it, and comes back whole", () => {
  const answer = new Answer(new Y.Doc(), upload);
  answer.set([file("a", "One"), file("b", "Two")]);
  answer.change(({ map }) => map && removeFile(map, file("a").id));
  assert.deepEqual(answer.value.value, [file("b", "Two")]);
  answer.set([file("a", "One"), file("b", "Two")]);
  assert.deepEqual(answer.value.value, [file("a", "One"), file("b", "Two")]);
  answer.set(null);
  assert.equal(answer.map?.size, 0);
});

test("what was given is put there once, by however many, and stays away once it was taken away", () => {
  const [left, right] = [new Y.Doc(), new Y.Doc()];
  const given = "x = 1\n";
  begin(left.getText("text:c"), "text:c", given);
  begin(right.getText("text:c"), "text:c", given);
  left.getText("text:c").insert(given.length, "y = 2\n");
  exchange(left, right);
  assert.equal(right.getText("text:c").toString(), "x = 1\ny = 2\n");
  right.getText("text:c").delete(0, 12);
  begin(right.getText("text:c"), "text:c", given);
  exchange(left, right);
  assert.equal(left.getText("text:c").toString(), "");
});
