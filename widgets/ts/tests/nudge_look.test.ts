import assert from "node:assert/strict";
import { test } from "node:test";
import { lookOf } from "../src/site/nudge_look";

const told = {
  usual: { reminder: "Still?", plain: "Now?", challenge: "Why?" },
  names: { topic: "Seeing", group: "North" },
  quoted: true,
};

test("a nudge looks as the server would word it", () => {
  assert.equal(lookOf(told, "reminder", "", true), "Still?");
  assert.equal(lookOf(told, "reminder", " ", false), "Now?");
  assert.equal(lookOf({ ...told, quoted: false }, "reminder", "", true), "Now?");
  assert.equal(lookOf(told, "challenge", "", false), "Why?");
  assert.equal(
    lookOf(told, "challenge", " {topic}, {group} {other} ", false),
    "Seeing, North {other}",
  );
});
