import assert from "node:assert/strict";
import { test } from "node:test";
import { Api } from "../src/live/api";
import type { EventStream } from "../src/live/events";
import { missingIn, NudgesModel } from "../src/page/nudges/model";
import { factsText, wordsOf } from "../src/page/nudges/wording";
import type { Nudge, NudgeFacts, PageData, Snapshot } from "../src/types";

const FACTS: NudgeFacts = {
  exercises: 4,
  answered: 3,
  comments: 2,
  seconds: 18 * 60,
  readers: 3,
  members: 4,
  moves: 0,
  due: "2026-11-27",
};

const PAGE = {
  group: { id: "north", title: "Northern depot" },
  workbook: { id: "one", title: "First steps", summary: "", minutes: null },
  topics: { visibility: "Seeing" },
} as unknown as PageData;

function nudge(given: Partial<Nudge> = {}): Nudge {
  return {
    id: "nud_a",
    topic: "visibility",
    kind: "reminder",
    rule: null,
    sent_by: null,
    sent_at: "2026-11-20T09:00:00Z",
    words: "",
    facts: FACTS,
    quote: null,
    follows: null,
    outcome: null,
    account: null,
    replies: [],
    open: true,
    ...given,
  };
}

function model(answer: () => Response = () => new Response(null)) {
  Object.assign(globalThis, { document: { cookie: "" } });
  const first = {
    nudges: [nudge()],
    me: { id: "ada", name: "Ada", role: "member" },
    can: { account: true },
  } as unknown as Snapshot;
  const api = new Api((async () => answer()) as typeof fetch);
  const own = { of: (topic: string) => (topic === "own-a" ? { title: "Holidays" } : null) };
  return new NudgesModel(first, PAGE, api, "/api", own);
}

test("figures are said in words", () => {
  assert.equal(
    factsText(FACTS),
    "3 of 4 exercises answered, 2 comments, 18 minutes read by 3 of 4 members",
  );
  const nothing = { ...FACTS, exercises: 0, comments: 0, readers: 0 };
  assert.equal(factsText(nothing), "no comments, not read yet");
});

test("the usual words are said where nobody wrote others, and only known names are filled in", () => {
  const nudges = model();
  assert.match(wordsOf(nudge(), nudges), /^“Seeing” has got little attention so far\. Do you want/);
  const words = "{topic}, {group}: {due}! {person} <b>";
  assert.match(
    wordsOf(nudge({ words }), nudges),
    /^Seeing, Northern depot: .*27.*! \{person\} <b>$/,
  );
});

test("of a topic of the group's own its day is named, and no exercises", () => {
  const nudges = model();
  const asked = nudge({ topic: "own-a", kind: "follow-up" });
  assert.match(
    wordsOf(asked, nudges),
    /^You wanted to have pursued your own topic “Holidays” by .*27/,
  );
  // What they answered to that is asked about as any promise is.
  assert.match(wordsOf({ ...asked, follows: "nud_a" }, nudges), /^You wanted to pursue “Holidays”/);
  const facts = { ...FACTS, exercises: 1, answered: 0, readers: 0, comments: 1 };
  assert.equal(factsText(facts, true), "nothing written yet, 1 comment, not read yet");
  assert.match(factsText({ ...facts, answered: 1 }, true), /^a text written,/);
});

test("an account lacks a day or words", () => {
  assert.equal(missingIn({ choice: "pursue", words: "", by_day: null }), "day");
  assert.equal(missingIn({ choice: "pursue", words: "", by_day: "2026-12-04" }), null);
  assert.equal(missingIn({ choice: "leave", words: "  ", by_day: null }), "words");
  assert.equal(missingIn({ choice: "propose", words: "A wiki.", by_day: null }), null);
});

test("when somebody was quicker, what they wrote is shown", async () => {
  const account = { version: 1, choice: "leave", words: "Not ours." };
  const current = nudge({ account: account as Nudge["account"] });
  const body = JSON.stringify({ error: { code: "version-conflict", message: "" }, current });
  const nudges = model(() => new Response(body, { status: 409 }));
  const draft = { choice: "propose", words: "A wiki.", by_day: null } as const;
  assert.equal(await nudges.suggest(nudge(), draft), "conflict");
  assert.equal(nudges.about("visibility")[0]?.account?.words, "Not ours.");
});

test("others are heard, and one's own deeds are not told to oneself", () => {
  const nudges = model(() => new Response(null));
  const handlers = new Map<string, (event: object) => void>();
  const on = (type: string, handler: (event: object) => void) => handlers.set(type, handler);
  nudges.listen({ on } as unknown as EventStream);
  const heard: string[] = [];
  nudges.onNews((kind, { topic }, name) => heard.push(`${kind} ${topic} ${name}`));
  const sent = handlers.get("nudge.sent");
  sent?.({ data: { nudge: nudge({ id: "nud_b" }) }, actor: { id: "ines", name: "Ines" } });
  handlers.get("nudge.account")?.({ data: { nudge: nudge() }, actor: { id: "ada", name: "Ada" } });
  assert.deepEqual(heard, ["sent visibility Ines"]);
  assert.deepEqual(
    nudges.about("visibility").map((each) => each.id),
    ["nud_b", "nud_a"],
  );
});
