import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { TextBinding, type TextField } from "../src/exercises/text/binding";
import { shifted, spliceBetween } from "../src/exercises/text/splice";
import { below, seeded } from "./random";

class Field implements TextField {
  selectionStart = 0;
  selectionEnd = 0;
  constructor(public value = "") {}

  setSelectionRange(start: number, end: number): void {
    this.selectionStart = start;
    this.selectionEnd = end;
  }

  /** Replace `remove` characters at `at`, as a person would: the caret ends behind. */
  edit(at: number, remove: number, insert: string): void {
    this.value = this.value.slice(0, at) + insert + this.value.slice(at + remove);
    this.setSelectionRange(at + insert.length, at + insert.length);
  }
}

function wellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

interface Peer {
  doc: Y.Doc;
  text: Y.Text;
  field: Field;
  binding: TextBinding;
  outbox: Uint8Array[];
}

function peer(): Peer {
  const doc = new Y.Doc();
  const text = doc.getText("text:a");
  const field = new Field();
  const outbox: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== "network") outbox.push(update);
  });
  return { doc, text, field, binding: new TextBinding(text, field, {}), outbox };
}

function deliver(from: Peer, to: Peer): void {
  for (const update of from.outbox.splice(0)) Y.applyUpdate(to.doc, update, "network");
}

const ALPHABET = ["a", "a", "b", " ", "\n", "é", "👩", "🏽", "日"];

function word(random: () => number): string {
  return Array.from({ length: 1 + below(random, 4) }, () => ALPHABET[below(random, 9)]).join("");
}

test("a splice makes the one text of the other, wherever the caret is said to be", () => {
  const random = seeded(1);
  for (let round = 0; round < 3000; round += 1) {
    const before = word(random) + word(random);
    const after =
      random() < 0.5 ? word(random) + [...before].slice(below(random, 3)).join("") : word(random);
    const splice = spliceBetween(before, after, below(random, after.length + 1));
    if (splice === null) {
      assert.equal(before, after);
      continue;
    }
    const { index, remove, insert } = splice;
    assert.equal(before.slice(0, index) + insert + before.slice(index + remove), after);
    assert.ok(wellFormed(insert), "a character was cut in two");
    assert.ok(wellFormed(before.slice(index, index + remove)), "a character was cut in two");
  }
});

test("the caret decides between equal splices", () => {
  assert.deepEqual(spliceBetween("aaa", "aaaa", 2), { index: 1, remove: 0, insert: "a" });
  assert.deepEqual(spliceBetween("aaa", "aaaa", 4), { index: 3, remove: 0, insert: "a" });
});

test("a caret far from the change does not make the splice larger", () => {
  const splice = spliceBetween("one two three", "one 2 three", 11);
  assert.deepEqual(splice, { index: 4, remove: 3, insert: "2" });
});

test("a position moves with what others write before it, and stays for what comes behind", () => {
  assert.equal(shifted(3, [{ insert: "xx" }]), 5);
  assert.equal(shifted(3, [{ retain: 3 }, { insert: "xx" }]), 3);
  assert.equal(shifted(3, [{ retain: 3 }, { insert: "xx" }], true), 5);
  assert.equal(shifted(3, [{ retain: 1 }, { delete: 5 }]), 1);
  assert.equal(shifted(3, [{ delete: 1 }, { retain: 4 }, { insert: "x" }]), 2);
});

test("two people who type at once end with the same text, and nobody's words are lost", () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const random = seeded(seed);
    const peers = [peer(), peer()] as const;
    const typed: string[] = [];
    const composing = [false, false];
    const composed = [false, false];
    for (let step = 0; step < 40; step += 1) {
      const who = below(random, 2);
      const { field, binding } = peers[who] as Peer;
      const roll = random();
      if (roll < 0.5) {
        // A composition writes in one place: moving the caret away ends it.
        if (composing[who] && composed[who]) continue;
        composed[who] = true;
        const mark = `<${seed}.${step}.${who}>`;
        const length = [...field.value].length;
        const at = [...field.value].slice(0, below(random, length + 1)).join("").length;
        // Never inside another mark: marks must stay whole to be found again.
        const inside =
          field.value.slice(0, at).lastIndexOf("<") > field.value.slice(0, at).lastIndexOf(">");
        field.edit(inside ? field.value.length : at, 0, mark + word(random).replace(/[<>]/g, ""));
        typed.push(mark);
        binding.fieldChanged();
      } else if (roll < 0.6) {
        if (!composing[who]) composed[who] = false;
        composing[who] = true;
        binding.compositionStarted();
      } else if (roll < 0.75) {
        composing[who] = false;
        binding.compositionEnded();
      } else {
        deliver(peers[1 - who] as Peer, peers[who] as Peer);
      }
      if (!composing[who]) assert.equal(field.value, peers[who]?.text.toString(), `seed ${seed}`);
    }
    for (const { binding } of peers) binding.compositionEnded();
    deliver(peers[0], peers[1]);
    deliver(peers[1], peers[0]);
    const [one, two] = peers;
    assert.equal(one.text.toString(), two.text.toString(), `seed ${seed}`);
    assert.equal(one.field.value, one.text.toString(), `seed ${seed}`);
    assert.equal(two.field.value, two.text.toString(), `seed ${seed}`);
    for (const mark of typed) assert.ok(one.field.value.includes(mark), `seed ${seed}: ${mark}`);
  }
});

test("random edits, deletions included, converge and keep characters whole", () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const random = seeded(1000 + seed);
    const peers = [peer(), peer()] as const;
    for (let step = 0; step < 60; step += 1) {
      const who = below(random, 2);
      const { field, binding } = peers[who] as Peer;
      if (random() < 0.7) {
        const characters = [...field.value];
        const at = below(random, characters.length + 1);
        const remove = characters.slice(at, at + below(random, 3)).join("").length;
        const insert = random() < 0.7 ? word(random) : "";
        field.edit(characters.slice(0, at).join("").length, remove, insert);
        binding.fieldChanged();
      } else {
        deliver(peers[1 - who] as Peer, peers[who] as Peer);
      }
    }
    deliver(peers[0], peers[1]);
    deliver(peers[1], peers[0]);
    assert.equal(peers[0].field.value, peers[1].field.value, `seed ${seed}`);
    assert.equal(peers[0].field.value, peers[0].text.toString(), `seed ${seed}`);
    assert.ok(!peers[0].field.value.includes("\ufffd"), `seed ${seed}`);
  }
});

test("the caret stays with the words around it when others write", () => {
  const [one, two] = [peer(), peer()];
  one.field.edit(0, 0, "Monday: stand-up");
  one.binding.fieldChanged();
  deliver(one, two);
  one.field.setSelectionRange(8, 16);
  two.field.edit(0, 0, "From ");
  two.binding.fieldChanged();
  two.field.edit(two.field.value.length, 0, " at nine");
  two.binding.fieldChanged();
  deliver(two, one);
  const { value, selectionStart, selectionEnd } = one.field;
  assert.equal(value, "From Monday: stand-up at nine");
  assert.equal(value.slice(selectionStart, selectionEnd), "stand-up");
});

test("a composition is not disturbed, and what others wrote meanwhile is merged at its end", () => {
  const [one, two] = [peer(), peer()];
  one.field.edit(0, 0, "ab");
  one.binding.fieldChanged();
  deliver(one, two);
  one.binding.compositionStarted();
  one.field.edit(1, 0, "に");
  one.binding.fieldChanged();
  two.field.edit(0, 0, "Z");
  two.binding.fieldChanged();
  two.field.edit(3, 0, "Y");
  two.binding.fieldChanged();
  deliver(two, one);
  assert.equal(one.field.value, "aにb");
  assert.equal(one.text.toString(), "ZabY");
  one.field.edit(1, 1, "日");
  one.binding.compositionEnded();
  assert.equal(one.field.value, "Za日bY");
  assert.equal(one.field.selectionEnd, 3);
});
