import assert from "node:assert/strict";
import { test } from "node:test";
import { Api, type ApiError } from "../src/live/api";
import { EventStream } from "../src/live/events";
import { FakeServer } from "./fake_server";

async function turn(): Promise<void> {
  for (let step = 0; step < 10; step += 1) await Promise.resolve();
}

test("events come once and in order, and are resumed after the last one", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const server = new FakeServer();
  server.greet = () => {};
  server.install();
  const stream = new EventStream("/api/rooms/north/one/events", 16);
  context.after(() => stream.destroy());
  const seen: number[] = [];
  const states: string[] = [];
  const stop = stream.on("individual.revealed", ({ id }) => seen.push(id));
  stream.on("kernel", ({ state }) => states.push(state));
  await turn();
  const say = (message: object) => server.socket.onmessage?.({ data: JSON.stringify(message) });
  const revealed = (id: number) => ({
    id,
    type: "individual.revealed",
    at: "2026-09-11T09:00:00Z",
    actor: null,
    data: { exercise_id: "a" },
  });
  say({ type: "beat" });
  say(revealed(16));
  say(revealed(17));
  say(revealed(17));
  say({ type: "kernel", state: "ready", generation: 1, message: null });
  say(revealed(19));
  assert.deepEqual(seen, [17, 19]);
  assert.deepEqual(states, ["ready"]);
  server.socket.fail(1006);
  assert.equal(stream.connection.value, "offline");
  context.mock.timers.tick(6_000);
  await turn();
  assert.equal(server.socket.url, "wss://example.org/api/rooms/north/one/events?since=19");
  stop();
  say(revealed(20));
  assert.deepEqual(seen, [17, 19]);
  assert.equal(stream.lastId, 20);
});

function answering(response: Response | Error) {
  const asked: [string, RequestInit][] = [];
  const ask = (async (url: string, init: RequestInit) => {
    asked.push([url, init]);
    if (response instanceof Error) throw response;
    return response;
  }) as typeof fetch;
  return { api: new Api(ask), asked };
}

test("a request carries the token, and a key against doing it twice", async () => {
  Object.assign(globalThis, { document: { cookie: "a=b; _xsrf=2%7Cabc" } });
  const { api, asked } = answering(Response.json({ id: "thr_1" }, { status: 201 }));
  assert.deepEqual(await api.post("/x", { body: "hi" }, { idempotencyKey: "k" }), { id: "thr_1" });
  const headers = asked[0]?.[1].headers as Record<string, string>;
  assert.equal(headers["X-XSRFToken"], "2|abc");
  assert.equal(headers["Idempotency-Key"], "k");
  assert.equal(asked[0]?.[1].body, '{"body":"hi"}');
});

test("an error says what the server said, with what it holds now", async () => {
  const body = { error: { code: "version-conflict", message: "Changed" }, current: { version: 3 } };
  const { api } = answering(Response.json(body, { status: 409 }));
  await assert.rejects(api.patch("/x", {}), (error: ApiError) => {
    assert.deepEqual(
      [error.status, error.code, error.message],
      [409, "version-conflict", "Changed"],
    );
    assert.deepEqual([error.conflict, error.current], [true, { version: 3 }]);
    return true;
  });
});

test("an unreachable server and a page instead of JSON are errors too", async () => {
  const { api } = answering(new TypeError("fetch failed"));
  await assert.rejects(api.get("/x"), (error: ApiError) => error.offline);
  const page = answering(new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
  await assert.rejects(page.api.get("/x"), (error: ApiError) => error.code === "http-502");
});
