import assert from "node:assert/strict";
import { test } from "node:test";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { Heard, writersOf } from "../src/exercises/text/Writers";
import { MESSAGE_AWARENESS, type Peer, Peers, type Place } from "../src/live/peers";

const HERE: Place = { exercise: "a", cursor: { anchor: 1, head: 2 }, writing: true };
const ADA = { id: "per_ada", name: "Ada" };

/** What a browser sent: client, clock and state. */
function sent(message: Uint8Array): [number, number, unknown] {
  const outer = decoding.createDecoder(message);
  assert.equal(decoding.readVarUint(outer), MESSAGE_AWARENESS);
  const entries = decoding.createDecoder(decoding.readVarUint8Array(outer));
  assert.equal(decoding.readVarUint(entries), 1);
  const client = decoding.readVarUint(entries);
  return [client, decoding.readVarUint(entries), JSON.parse(decoding.readVarString(entries))];
}

/** What the server tells, after the kind of message. */
function told(...states: [number, unknown][]): decoding.Decoder {
  const entries = encoding.createEncoder();
  encoding.writeVarUint(entries, states.length);
  for (const [client, state] of states) {
    encoding.writeVarUint(entries, client);
    encoding.writeVarUint(entries, 1);
    encoding.writeVarString(entries, JSON.stringify(state));
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(entries));
  return decoding.createDecoder(encoding.toUint8Array(encoder));
}

test("many moves are told as the first and the last", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const outbox: Uint8Array[] = [];
  const peers = new Peers(7, (message) => outbox.push(message) > 0);
  for (let anchor = 0; anchor < 50; anchor += 1) {
    peers.move({ ...HERE, cursor: { anchor, head: anchor } });
  }
  context.mock.timers.tick(100);
  peers.move(null);
  context.mock.timers.tick(1000);
  const places = outbox.map(sent);
  assert.deepEqual(
    places.map(([client, clock, state]) => [client, clock, (state as Place)?.cursor?.anchor]),
    [
      [7, 1, 0],
      [7, 2, 49],
      [7, 3, undefined],
    ],
  );
});

test("what could not be told is told when there is a connection again", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const outbox: Uint8Array[] = [];
  let open = false;
  const peers = new Peers(7, (message) => open && outbox.push(message) > 0);
  peers.connected();
  peers.move(HERE);
  context.mock.timers.tick(1000);
  open = true;
  peers.connected();
  assert.deepEqual(outbox.map(sent), [[7, 1, HERE]]);
  peers.connected();
  assert.equal(outbox.length, 2, "the server forgets a connection");
});

test("others come, move and go; oneself is none of them, nor is what makes no sense", () => {
  const peers = new Peers(7, () => true);
  peers.take(told([7, { ...HERE, user: ADA }], [8, { ...HERE, user: ADA }], [9, HERE]));
  assert.deepEqual(peers.others.value, [{ ...HERE, client: 8, user: ADA }]);
  peers.take(told([8, { exercise: "b", user: ADA }], [10, { user: ADA }], [11, 3]));
  assert.deepEqual(peers.others.value, [
    { exercise: "b", cursor: null, writing: false, client: 8, user: ADA },
  ]);
  peers.take(told([8, null]));
  assert.deepEqual(peers.others.value, []);
  peers.take(told([8, { ...HERE, user: ADA }]));
  peers.disconnected();
  assert.deepEqual(peers.others.value, []);
});

test("each who writes here is named once, and oneself never", () => {
  const peer = (client: number, user: Peer["user"], place: Partial<Place> = {}): Peer => ({
    ...HERE,
    ...place,
    client,
    user,
  });
  const ben = { id: "per_ben", name: "Ben" };
  const me = { id: "per_me", name: "Me" };
  const peers = [
    peer(1, ben),
    peer(2, ADA),
    peer(3, ADA),
    peer(4, me),
    peer(5, { id: "per_eve", name: "Eve" }, { writing: false }),
    peer(6, { id: "per_dov", name: "Dov" }, { exercise: "b" }),
  ];
  assert.deepEqual(writersOf(peers, "a", "per_me"), [ADA, ben]);
});

test("whoever goes on after a short pause is not announced again", () => {
  const heard = new Heard();
  assert.deepEqual(heard.newcomers([ADA], 0), [ADA]);
  assert.deepEqual(heard.newcomers([], 1_000), []);
  assert.deepEqual(heard.newcomers([ADA], 59_000), []);
  assert.deepEqual(heard.newcomers([ADA], 100_000), []);
  assert.deepEqual(heard.newcomers([ADA], 160_000), [ADA]);
});
