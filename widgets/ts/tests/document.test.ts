import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { RoomDocument } from "../src/live/document";
import { FakeServer } from "./fake_server";

const PATH = "/api/rooms/north/one/document";

/** Lets everything run that waits for its turn; timers stand still until told otherwise. */
async function turn(): Promise<void> {
  for (let step = 0; step < 10; step += 1) await Promise.resolve();
}

async function room(context: TestContext, options = {}) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const server = new FakeServer();
  server.install();
  const document = new RoomDocument(PATH, options);
  context.after(() => document.destroy());
  await turn();
  const pass = async (milliseconds: number) => {
    context.mock.timers.tick(milliseconds);
    await turn();
  };
  return { server, document, text: document.doc.getText("text:a"), pass };
}

test("the room is asked for over a secure socket, with acknowledgements", async (context) => {
  const { server, document } = await room(context);
  assert.equal(server.socket.url, "wss://example.org/api/rooms/north/one/document?acks=1");
  assert.equal(document.loaded.value, true);
});

test("saved is said only after the server says it is kept", async (context) => {
  const { server, document, text } = await room(context);
  server.acknowledge();
  text.insert(0, "one");
  assert.equal(server.doc.getText("text:a").toString(), "one");
  assert.equal(document.saveState.value, "saving");
  assert.equal(document.saveStateOf("text:a").value, "saving");
  assert.equal(document.saveStateOf("text:b").value, "saved");
  server.acknowledge(server.socket, 1);
  assert.equal(document.saveState.value, "saving");
  server.acknowledge();
  assert.equal(document.saveState.value, "saved");
});

test("what is typed without a connection goes out with the next one", async (context) => {
  const { server, document, text, pass } = await room(context);
  server.reachable = false;
  server.socket.fail(1006);
  text.insert(0, "in the train");
  assert.equal(document.saveState.value, "offline");
  await pass(60_000);
  assert.equal(document.saveState.value, "offline");
  server.reachable = true;
  await pass(6_000);
  assert.equal(server.doc.getText("text:a").toString(), "in the train");
  assert.equal(document.saveState.value, "saving");
  server.acknowledge();
  assert.equal(document.saveState.value, "saved");
});

test("a change that was under way when the connection broke is sent again", async (context) => {
  const { server, document, text, pass } = await room(context);
  server.reachable = false;
  text.insert(0, "swallowed");
  assert.equal(server.doc.getText("text:a").toString(), "");
  // Nothing comes back: the connection is given up, and made anew.
  await pass(15_000);
  server.reachable = true;
  await pass(6_000);
  assert.equal(server.doc.getText("text:a").toString(), "swallowed");
  assert.equal(document.saveState.value, "saving");
  server.acknowledge();
  assert.equal(document.saveState.value, "saved");
});

test("a connection that went silent is noticed without anything being typed", async (context) => {
  const { server, document, pass } = await room(context);
  server.reachable = false;
  await pass(20_000);
  await pass(20_000);
  assert.equal(document.connection.value, "offline");
});

test("an idle but living connection is kept", async (context) => {
  const { server, document, pass } = await room(context);
  for (let minute = 0; minute < 30; minute += 1) await pass(20_000);
  assert.equal(document.connection.value, "open");
  assert.equal(server.sockets.length, 1);
});

test("coming online is not waited for", async (context) => {
  const { server, document, pass } = await room(context);
  server.reachable = false;
  dispatchEvent(new Event("offline"));
  assert.equal(document.connection.value, "offline");
  await pass(60_000);
  server.reachable = true;
  dispatchEvent(new Event("online"));
  await turn();
  assert.equal(document.connection.value, "open");
});

for (const [code, refusal] of [
  [4401, "signed-out"],
  [4403, "forbidden"],
  [4404, "missing"],
  [4413, "too-large"],
] as const) {
  test(`after ${code} the document says ${refusal}, keeps the text and does not knock again`, async (context) => {
    const { server, document, text, pass } = await room(context);
    text.insert(0, "mine");
    server.socket.fail(code);
    assert.equal(document.refusal.value, refusal);
    assert.equal(document.saveState.value, "refused");
    await pass(120_000);
    assert.equal(server.sockets.length, 1);
    assert.equal(text.toString(), "mine");
    assert.equal(document.unsaved.value.has("text:a"), true);
    document.retry();
    await turn();
    server.acknowledge();
    assert.equal(document.saveState.value, "saved");
  });
}

test("a reader never sends a change", async (context) => {
  const { server, document, text } = await room(context, { readOnly: true });
  text.insert(0, "not mine to write");
  assert.equal(server.received, 0);
  assert.equal(document.saveState.value, "saved");
});

test("leaving with something unsaved is asked about, leaving without is not", async (context) => {
  const { server, text } = await room(context);
  server.acknowledge();
  const leave = () => !dispatchEvent(new Event("beforeunload", { cancelable: true }));
  assert.equal(leave(), false);
  text.insert(0, "x");
  assert.equal(leave(), true);
  server.acknowledge();
  assert.equal(leave(), false);
});
