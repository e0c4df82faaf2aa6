import assert from "node:assert/strict";
import { test } from "node:test";
import { EVERYTHING, type Filter, matches } from "../src/discussion/reading/filter";
import { fold } from "../src/discussion/reading/fold";
import { ReadMarks } from "../src/discussion/reading/read_marks";
import { Threads } from "../src/discussion/threads";
import { Api } from "../src/live/api";
import type { EventStream } from "../src/live/events";
import type { Comment, Thread } from "../src/types";

const NAMES: Record<string, string> = { me: "Ada Brandt", bo: "Bo Lindqvist", zo: "Zoë Nyström" };

function comment(number: number, by: string, given: Partial<Comment> = {}): Comment {
  return {
    id: `com_${number}`,
    thread_id: "thr_a",
    author: { id: by, name: NAMES[by] ?? by, role: "member" },
    body: `words ${number}`,
    html: "",
    created_at: `2026-09-11T09:00:${String(number).padStart(2, "0")}Z`,
    edited_at: null,
    deleted: false,
    version: 1,
    mentions: [],
    reactions: {},
    edits: 0,
    ...given,
  };
}

function thread(comments: Comment[], given: Partial<Thread> = {}): Thread {
  return {
    id: "thr_a",
    anchor: { kind: "exercise", ref: "one", quote: null },
    resolved: false,
    version: 1,
    created_at: "2026-09-11T09:00:00Z",
    comments,
    called: [],
    read_to: null,
    ...given,
  };
}

function room(given: Thread[], answer: () => Response = () => new Response(null)) {
  Object.assign(globalThis, { document: { cookie: "" } });
  const asked: string[] = [];
  const ask = (async (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url} ${init.body}`);
    return answer();
  }) as typeof fetch;
  const threads = new Threads("me");
  threads.load(given);
  const marks = new ReadMarks(threads, "me", new Api(ask), "/api/rooms/north/one");
  marks.load(given);
  const handlers = new Map<string, ((event: object) => void)[]>();
  const events = {
    on: (type: string, handler: (event: object) => void) =>
      handlers.set(type, [...(handlers.get(type) ?? []), handler]),
  };
  marks.listen(events as unknown as EventStream);
  threads.listen(events as unknown as EventStream);
  const hear = (type: string, event: object) => {
    for (const handler of handlers.get(type) ?? []) handler(event);
  };
  const unread = () => [...marks.unread.value.values()].flat().map((each) => each.id);
  return { threads, marks, hear, unread, asked };
}

test("unread is what others wrote behind what was read", () => {
  const comments = [comment(1, "bo"), comment(2, "me"), comment(3, "bo"), comment(4, "zo")];
  assert.deepEqual(room([thread(comments)]).unread(), ["com_1", "com_3", "com_4"]);
  assert.deepEqual(room([thread(comments, { read_to: "com_2" })]).unread(), ["com_3", "com_4"]);
  assert.deepEqual(room([thread(comments, { read_to: "com_4" })]).unread(), []);
  const gone = [comment(1, "bo", { deleted: true, body: null }), comment(2, "me")];
  assert.deepEqual(room([thread(gone)]).unread(), []);
});

test("reading a thread is told once, and what comes later is unread again", async () => {
  const one = thread([comment(1, "bo")]);
  const { marks, threads, hear, unread, asked } = room([one]);
  await marks.read(one);
  await marks.read(one);
  assert.deepEqual(asked, ['PUT /api/rooms/north/one/threads/thr_a/read {"comment_id":"com_1"}']);
  assert.equal(marks.total.value, 0);
  hear("comment.created", {
    data: { thread_id: "thr_a", comment: comment(2, "zo"), called: [] },
  });
  assert.deepEqual(unread(), ["com_2"]);
  assert.deepEqual([...threads.fresh.value], ["com_2"]);
});

test("what could not be told stays unread", async () => {
  const one = thread([comment(1, "bo")]);
  const { marks, unread } = room([one], () => new Response("{}", { status: 503 }));
  await marks.read(one);
  assert.deepEqual(unread(), ["com_1"]);
});

test("another tab's reading counts, also of what has not come here yet, and never goes back", () => {
  const { hear, unread } = room([thread([comment(1, "bo"), comment(2, "bo")])]);
  hear("thread.read", { thread_id: "thr_a", comment_id: "com_3" });
  assert.deepEqual(unread(), ["com_1", "com_2"]);
  hear("comment.created", { data: { thread_id: "thr_a", comment: comment(3, "bo"), called: [] } });
  assert.deepEqual(unread(), []);
  hear("thread.read", { thread_id: "thr_a", comment_id: "com_1" });
  assert.deepEqual(unread(), []);
});

test("a comment that was read is unread again when an edit mentions the reader", () => {
  const comments = [comment(1, "bo"), comment(2, "bo"), comment(3, "me")];
  const { hear, unread } = room([thread(comments, { read_to: "com_3" })]);
  const edited = (given: Partial<Comment>) => ({
    data: { thread_id: "thr_a", comment: comment(2, "bo", given), called: [] },
  });
  hear("comment.edited", edited({ version: 2 }));
  assert.deepEqual(unread(), []);
  hear("comment.edited", edited({ version: 3, mentions: ["me"] }));
  assert.deepEqual(unread(), ["com_2"]);
  hear("thread.read", { thread_id: "thr_a", comment_id: "com_3" });
  hear("comment.edited", edited({ version: 4, mentions: ["me"] }));
  assert.deepEqual(unread(), []);
});

test("all can be read at once", async () => {
  const other = thread([comment(5, "zo", { thread_id: "thr_b" })], { id: "thr_b" });
  const { marks, asked } = room([thread([comment(1, "bo")]), other]);
  assert.equal(marks.total.value, 2);
  await marks.readAll();
  assert.equal(marks.total.value, 0);
  assert.deepEqual(asked, ["POST /api/rooms/north/one/read-all {}"]);
});

test("reactions and calls follow what is told, in whatever order", () => {
  const { threads, hear } = room([thread([comment(1, "bo")])]);
  hear("comment.reacted", {
    data: { thread_id: "thr_a", comment_id: "com_1", reactions: { heart: ["zo"] } },
  });
  assert.deepEqual(threads.get("thr_a")?.comments[0]?.reactions, { heart: ["zo"] });
  hear("comment.created", {
    data: { thread_id: "thr_a", comment: comment(2, "bo"), called: ["ines"] },
  });
  assert.deepEqual(threads.get("thr_a")?.called, ["ines"]);
  assert.deepEqual(threads.get("thr_a")?.comments[0]?.reactions, { heart: ["zo"] });
  hear("comment.reacted", {
    data: { thread_id: "thr_none", comment_id: "com_9", reactions: { heart: ["zo"] } },
  });
  assert.equal(threads.get("thr_none"), undefined);
});

const TALK = thread(
  [
    comment(1, "bo", { body: "Is **switching** dear?" }),
    comment(2, "zo", { body: "Ask @[Ada Brandt](person:me).", mentions: ["me"] }),
    comment(3, "me", { body: null, deleted: true }),
  ],
  { anchor: { kind: "passage", ref: "c", quote: { exact: "a limit", prefix: "", suffix: "" } } },
);

const SOUGHT: [filter: Partial<Filter>, unread: boolean, found: boolean][] = [
  [{}, false, true],
  [{ text: "switching" }, false, true],
  [{ text: "DEAR limit" }, false, true],
  [{ text: "zoe" }, false, true],
  [{ text: "ada" }, false, true],
  [{ text: "person" }, false, false],
  [{ text: "switching harbour" }, false, false],
  [{ author: "bo" }, false, true],
  [{ author: "me" }, false, false],
  [{ kind: "open" }, false, true],
  [{ kind: "resolved" }, true, false],
  [{ kind: "unread" }, false, false],
  [{ kind: "unread" }, true, true],
  [{ kind: "mentions" }, false, true],
  [{ kind: "mentions", text: "nothing" }, false, false],
];

for (const [filter, unread, found] of SOUGHT) {
  test(`looking for ${JSON.stringify(filter)} ${found ? "finds" : "does not find"} it`, () => {
    assert.equal(matches(TALK, { ...EVERYTHING, ...filter }, "me", unread), found);
  });
}

test("a settled thread is among the resolved alone", () => {
  const settled = { ...TALK, resolved: true };
  const kinds = (["all", "open", "resolved"] as const).map((kind) =>
    matches(settled, { ...EVERYTHING, kind }, "me", false),
  );
  assert.deepEqual(kinds, [true, false, true]);
});

test("a long thread folds its middle, but nothing that is wanted", () => {
  for (let length = 1; length <= 40; length += 1) {
    const all = Array.from({ length }, (_, index) => comment(index, "bo"));
    for (let wanted = -1; wanted < length; wanted += 1) {
      const { first, hidden, last } = fold(all, new Set([`com_${wanted}`]));
      assert.equal(first.length + hidden + last.length, length);
      assert.ok(hidden === 0 || hidden >= 3);
      const shown = [...first, ...last];
      if (wanted >= 0) assert.ok(shown.some((each) => each.id === `com_${wanted}`));
      assert.equal(shown.at(-1), all.at(-1));
      assert.equal(shown[0], all[0]);
    }
  }
  const twenty = Array.from({ length: 20 }, (_, index) => comment(index, "bo"));
  assert.equal(fold(twenty, new Set()).hidden, 16);
  assert.equal(fold(twenty, new Set(["com_10"])).hidden, 9);
});
