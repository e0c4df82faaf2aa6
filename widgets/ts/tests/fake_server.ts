import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";

const SYNC = 0;
const ACKNOWLEDGED = 100;

/** The room's side of the protocol, in memory: it keeps what it acknowledges, when told to. */
export class FakeServer {
  readonly doc = new Y.Doc();
  readonly sockets: FakeSocket[] = [];
  /** Messages that the browser sent, over all connections. */
  received = 0;
  reachable = true;

  get socket(): FakeSocket {
    return this.sockets.at(-1) as FakeSocket;
  }

  greet(socket: FakeSocket): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, SYNC);
    sync.writeSyncStep1(encoder, this.doc);
    socket.deliver(encoding.toUint8Array(encoder));
  }

  take(socket: FakeSocket, message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    decoding.readVarUint(decoder);
    const reply = encoding.createEncoder();
    encoding.writeVarUint(reply, SYNC);
    const step = sync.readSyncMessage(decoder, reply, this.doc, socket);
    if (step === sync.messageYjsSyncStep1) socket.deliver(encoding.toUint8Array(reply));
    else {
      socket.changes += 1;
      this.received += 1;
    }
  }

  acknowledge(socket = this.socket, count = socket.changes): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, ACKNOWLEDGED);
    encoding.writeVarUint(encoder, count);
    socket.deliver(encoding.toUint8Array(encoder));
  }

  /** Put the browser's globals in place, with sockets that lead here. */
  install(): void {
    const server = this;
    const target = new EventTarget();
    Object.assign(globalThis, {
      addEventListener: target.addEventListener.bind(target),
      removeEventListener: target.removeEventListener.bind(target),
      dispatchEvent: target.dispatchEvent.bind(target),
      document: Object.assign(new EventTarget(), { hidden: false }),
      location: { href: "https://example.org/workbooks/north/one" },
      WebSocket: class extends FakeSocket {
        static readonly OPEN = 1;
        constructor(url: string) {
          super(url, server);
        }
      },
    });
  }
}

export class FakeSocket {
  readyState = 0;
  /** Messages with changes that came in on this connection. */
  changes = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(
    readonly url: string,
    private readonly server: FakeServer,
  ) {
    server.sockets.push(this);
    queueMicrotask(() => {
      if (!server.reachable) {
        this.fail(1006);
        return;
      }
      this.readyState = 1;
      this.onopen?.();
      server.greet(this);
    });
  }

  send(message: Uint8Array): void {
    if (this.server.reachable) this.server.take(this, message);
  }

  deliver(message: Uint8Array): void {
    const data = message.buffer.slice(message.byteOffset, message.byteOffset + message.byteLength);
    this.onmessage?.({ data });
  }

  fail(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  close(): void {
    this.readyState = 3;
  }
}
