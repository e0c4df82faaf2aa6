// Takes part in a shared document with the clients that Yjs itself publishes, none of our own.
// Orders come as JSON lines; so do the replies, and what happens to the connection.
import { createInterface } from "node:readline";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

const [server, room, cookie] = process.argv.slice(2);
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

class SignedIn extends WebSocket {
  constructor(url) {
    super(url, { headers: cookie ? { Cookie: cookie } : {} });
  }
}

const doc = new Y.Doc();
const provider = new WebsocketProvider(server, room, doc, {
  WebSocketPolyfill: SignedIn,
  disableBc: true,
  maxBackoffTime: 100,
});
provider.on("sync", (synced) => tell({ synced }));
// It will not come again by itself: the code says that there is no use.
provider.on("closed", (why) => tell({ gaveUp: why.code }));
provider.on("connection-close", (event) => tell({ closed: event?.code ?? null }));

const orders = {
  connect: () => provider.connect(),
  disconnect: () => provider.disconnect(),
  insert: ({ name, at, words }) => {
    const text = doc.getText(name);
    text.insert(Math.min(at ?? text.length, text.length), words);
  },
  remove: ({ name, at, length }) => {
    const text = doc.getText(name);
    text.delete(at, Math.min(length, text.length - at));
  },
  set: ({ name, key, value }) => {
    doc.getMap(name).set(key, value);
  },
  unset: ({ name, key }) => {
    doc.getMap(name).delete(key);
  },
  text: ({ name }) => doc.getText(name).toString(),
  map: ({ name }) => doc.getMap(name).toJSON(),
  people: () => [...provider.awareness.getStates().values()],
  caret: ({ state }) => provider.awareness.setLocalState(state),
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  tell({ reply: orders[order.do](order) ?? null });
}
provider.destroy();
process.exit(0);
