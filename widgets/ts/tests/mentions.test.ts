import assert from "node:assert/strict";
import { test } from "node:test";
import { choicesFor } from "../src/discussion/mentions/choices";
import {
  beginning,
  changed,
  markdownOf,
  mentioning,
  read,
  type Written,
} from "../src/discussion/mentions/text";
import type { Person, Role } from "../src/types";
import { below, seeded } from "./random";

const ADA = { person: "per_ada" };

/** Type letters at a place, as an input event would tell it. */
function typed(before: Written, at: number, letters: string, remove = 0): Written {
  const text = before.text.slice(0, at) + letters + before.text.slice(at + remove);
  return changed(before, text, at + letters.length);
}

test("a mention is written as a name and sent with whom it means", () => {
  const written = mentioning(read("Dear @ad"), 5, 8, "Ada Brandt", ADA);
  assert.equal(written.text, "Dear @Ada Brandt ");
  assert.equal(markdownOf(written), "Dear @[Ada Brandt](person:per_ada) ");
  const all = mentioning(written, 0, 0, "mentors", "mentors");
  assert.equal(markdownOf(all), "@[mentors](mentors:) Dear @[Ada Brandt](person:per_ada) ");
});

test("what was sent is read back as it was written", () => {
  for (const markdown of [
    "",
    "no mention, only a@b.example and @nobody",
    "@[Ada Brandt](person:per_ada)",
    "so @[Ada \\[A\\] \\\\ Brandt](person:per_ada), and @[mentors](mentors:)!",
    "**@[Ada](person:per_ada)**@[Bo](person:per_bo)",
    "`@[not closed](person:` and [a link](https://example.org)",
  ]) {
    assert.equal(markdownOf(read(markdown)), markdown);
  }
  assert.equal(read("@[Ada \\[A\\]](person:per_ada)").text, "@Ada [A]");
});

test("a mention moves with the text around it", () => {
  let written = read("Dear @[Ada](person:per_ada), hello");
  written = typed(written, 0, "My ");
  written = typed(written, written.text.length, " again");
  assert.equal(markdownOf(written), "My Dear @[Ada](person:per_ada), hello again");
  written = typed(written, 8, "@");
  assert.equal(markdownOf(written), "My Dear @@[Ada](person:per_ada), hello again");
});

test("whoever writes into a mention writes plain words from then on", () => {
  const written = read("Dear @[Ada](person:per_ada), hello");
  assert.equal(markdownOf(typed(written, 7, "x")), "Dear @Axda, hello");
  assert.equal(markdownOf(typed(written, 8, "", 1)), "Dear @Ad, hello");
  assert.equal(markdownOf(typed(written, 2, "", 5)), "Deda, hello");
});

test("of two namesakes each stays who they are", () => {
  let written = mentioning(read(""), 0, 0, "Kim", { person: "per_one" });
  written = mentioning(written, 5, 5, "Kim", { person: "per_two" });
  assert.equal(markdownOf(written), "@[Kim](person:per_one) @[Kim](person:per_two) ");
  const without = typed(written, 0, "", 5);
  assert.equal(markdownOf(without), "@[Kim](person:per_two) ");
});

test("whatever is typed, every mention still shows a name that was chosen", () => {
  const random = seeded(11);
  const names = ["Ada Brandt", "Bo", "Kim [K]"];
  for (let round = 0; round < 300; round += 1) {
    let written: Written = read("");
    for (let step = 0; step < 25; step += 1) {
      const at = below(random, written.text.length + 1);
      if (random() < 0.3) {
        const index = below(random, names.length);
        const person = { person: `per_${index}` };
        written = mentioning(written, at, at, names[index] as string, person);
      } else {
        const removed = below(random, Math.min(4, written.text.length - at + 1));
        written = typed(written, at, ["", "a", "@", " b", "Bo"][below(random, 5)] ?? "", removed);
      }
      for (const { start, end, whom } of written.marks) {
        const index = Number((whom as { person: string }).person.slice(4));
        assert.equal(written.text.slice(start, end), `@${names[index]}`);
      }
    }
    const again = read(markdownOf(written));
    assert.deepEqual([again.text, again.marks], [written.text, written.marks]);
  }
});

test("names are completed behind an @ that begins a word", () => {
  assert.deepEqual(beginning("Dear @ad", 8), { start: 5, query: "ad" });
  assert.deepEqual(beginning("(@", 2), { start: 1, query: "" });
  assert.deepEqual(beginning("@Ada Br", 7), { start: 0, query: "Ada Br" });
  assert.deepEqual(beginning("@Зо und", 3), { start: 0, query: "Зо" });
  for (const text of ["a@b", "mail me@example.org", "@Ada went home", "none", "@\nAda"]) {
    assert.equal(beginning(text, text.length), null, text);
  }
});

function person(id: string, name: string, role: Role = "member"): Person {
  return { id, name, role };
}

const PEOPLE = [
  person("per_me", "Ada Brandt"),
  person("per_z", "Zoë Nyström"),
  person("per_b", "Bilal Aydin"),
  person("per_i", "Ines Moreau", "mentor"),
];

function names(query: string, people = PEOPLE, me = "per_me"): string[] {
  return choicesFor(query, people, me, "mentors").map((choice) => choice.name);
}

test("offered are all others by any of their names, and the mentors together", () => {
  assert.deepEqual(names(""), ["mentors", "Bilal Aydin", "Ines Moreau", "Zoë Nyström"]);
  assert.deepEqual(names("ay"), ["Bilal Aydin"]);
  assert.deepEqual(names("zoe n"), ["Zoë Nyström"]);
  assert.deepEqual(names("men"), ["mentors"]);
  assert.deepEqual(names("ada"), []);
  assert.deepEqual(names("lal"), []);
});

test("a mentor alone cannot call the mentors", () => {
  assert.deepEqual(names("men", PEOPLE, "per_i"), []);
  const two = [...PEOPLE, person("per_n", "Noor Haddad", "mentor")];
  assert.deepEqual(names("men", two, "per_i"), ["mentors"]);
});
