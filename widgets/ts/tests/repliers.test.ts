import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Repliers } from "../src/discussion/repliers";

/** What the others tell, and what is told to them. */
function world() {
  const handlers = new Map<string, (event: never) => void>();
  const said: string[] = [];
  const events = {
    on: (type: string, handler: (event: never) => void) => {
      handlers.set(type, handler);
      return () => undefined;
    },
    sayReplying: (thread: string) => said.push(thread),
  };
  const repliers = new Repliers(events as never, "me");
  const tell = (type: string, event: unknown) => handlers.get(type)?.(event as never);
  const writes = (id: string, thread = "thr_a") =>
    tell("comment.writing", { person: { id, name: id }, thread_id: thread });
  return { repliers, said, tell, writes };
}

const names = (repliers: Repliers, thread = "thr_a") => repliers.in(thread).map(({ id }) => id);

test("who writes is shown in their thread, oneself is not", () => {
  const { repliers, writes } = world();
  mock.timers.enable({ apis: ["setTimeout"] });
  writes("ada");
  writes("me");
  writes("ben", "thr_b");
  writes("ada");
  assert.deepEqual(names(repliers), ["ada"]);
  assert.deepEqual(names(repliers, "thr_b"), ["ben"]);
  mock.timers.reset();
});

test("the hint goes when nothing more is heard, and when the reply is there", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { repliers, tell, writes } = world();
  writes("ada");
  mock.timers.tick(4_000);
  writes("ada");
  writes("ben");
  mock.timers.tick(4_000);
  assert.deepEqual(names(repliers), ["ada", "ben"]);
  tell("comment.created", { data: { thread_id: "thr_a", comment: { author: { id: "ben" } } } });
  assert.deepEqual(names(repliers), ["ada"]);
  mock.timers.tick(4_000);
  assert.deepEqual(names(repliers), []);
  mock.timers.reset();
});

test("writing is told now and then, and anew after a reply was sent", () => {
  const { repliers, said } = world();
  for (let letter = 0; letter < 20; letter += 1) repliers.say("thr_a");
  assert.deepEqual(said, ["thr_a"]);
  repliers.sent();
  repliers.say("thr_b");
  assert.deepEqual(said, ["thr_a", "thr_b"]);
});
