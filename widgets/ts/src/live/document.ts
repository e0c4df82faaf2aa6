import { computed, type ReadonlySignal, signal } from "@preact/signals";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";
import { MESSAGE_AWARENESS, Peers } from "./peers";
import { SaveLedger, type SaveState } from "./save";
import { type Connection, ReconnectingSocket, type Refusal, socketUrl } from "./socket";

const MESSAGE_SYNC = 0;
const MESSAGE_ACKNOWLEDGED = 100;
const SILENCE_MS = 40_000;
const ACKNOWLEDGE_TIMEOUT_MS = 15_000;

/** Names of the root types that a transaction changed. */
function changedRoots(transaction: Y.Transaction): string[] {
  const roots: string[] = [];
  const { doc } = transaction;
  for (const [name, type] of doc.share) {
    if (transaction.changedParentTypes.has(type as never)) roots.push(name);
  }
  return roots;
}

export interface RoomDocumentOptions {
  /** Watch only: nothing is ever sent, local changes stay local. */
  readOnly?: boolean;
  /** Whether others work on it too, and are to be told where. */
  shared?: boolean;
}

/**
 * A document of the room, kept in step with the server.
 *
 * What is typed while there is no connection stays in `doc` and goes out with the next one.
 */
export class RoomDocument {
  readonly doc = new Y.Doc();
  readonly connection: ReadonlySignal<Connection>;
  readonly refusal: ReadonlySignal<Refusal | null>;
  readonly saveState: ReadonlySignal<SaveState>;
  /** Names of the root types with changes that are not known to be kept. */
  readonly unsaved: ReadonlySignal<ReadonlySet<string>>;
  /** True once the server's content has arrived. */
  readonly loaded: ReadonlySignal<boolean>;
  /** Who else is in it, and where; null in a document of one's own. */
  readonly peers: Peers | null;
  private readonly unsavedNow = signal<ReadonlySet<string>>(new Set());
  private readonly loadedNow = signal(false);
  private readonly ledger = new SaveLedger();
  private readonly socket: ReconnectingSocket;
  private readonly readOnly: boolean;
  /** Set once the server said what it has: changes before that go out in the reply. */
  private streaming = false;
  private acknowledgeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(path: string, { readOnly = false, shared = false }: RoomDocumentOptions = {}) {
    this.readOnly = readOnly;
    const send = (message: Uint8Array<ArrayBuffer>) => !readOnly && this.socket.send(message);
    this.peers = shared ? new Peers(this.doc.clientID, send) : null;
    this.unsaved = this.unsavedNow;
    this.loaded = this.loadedNow;
    this.doc.on("update", this.onUpdate);
    addEventListener("beforeunload", this.warn);
    this.socket = new ReconnectingSocket({
      url: () => socketUrl(`${path}?acks=1`),
      onOpen: this.onOpen,
      onMessage: this.onMessage,
      onClose: this.onClose,
      probe: this.ask,
      silence: SILENCE_MS,
    });
    this.connection = this.socket.status;
    this.refusal = this.socket.refusal;
    this.saveState = computed(() => {
      if (this.socket.refusal.value) return "refused";
      if (this.socket.status.value === "offline") return "offline";
      return this.unsavedNow.value.size ? "saving" : "saved";
    });
  }

  /** What is to be said of one answer, by the name of its root type. */
  saveStateOf(name: string): ReadonlySignal<SaveState> {
    return computed(() => {
      const state = this.saveState.value;
      return state === "saving" && !this.unsavedNow.value.has(name) ? "saved" : state;
    });
  }

  /** Try again although the server refused. */
  retry(): void {
    this.socket.retry();
  }

  destroy(): void {
    removeEventListener("beforeunload", this.warn);
    this.socket.close();
    this.stopWaiting();
    this.peers?.destroy();
    this.doc.destroy();
  }

  private readonly onOpen = (): void => {
    this.ask();
    this.peers?.connected();
  };

  private readonly ask = (): void => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE_SYNC);
    sync.writeSyncStep1(encoder, this.doc);
    this.socket.send(encoding.toUint8Array(encoder));
  };

  private readonly onMessage = (data: string | ArrayBuffer): void => {
    if (typeof data === "string") return;
    const decoder = decoding.createDecoder(new Uint8Array(data));
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE_ACKNOWLEDGED) {
      this.ledger.acknowledged(decoding.readVarUint(decoder));
      this.stopWaiting();
      this.note();
    } else if (kind === MESSAGE_SYNC) {
      this.onSync(decoder);
    } else if (kind === MESSAGE_AWARENESS) {
      this.peers?.take(decoder);
    }
  };

  private onSync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder);
    if (step === sync.messageYjsSyncStep1) {
      this.reply(decoding.readVarUint8Array(decoder));
      return;
    }
    Y.applyUpdate(this.doc, decoding.readVarUint8Array(decoder), this);
    if (step === sync.messageYjsSyncStep2) this.loadedNow.value = true;
  }

  private reply(serverHas: Uint8Array): void {
    if (this.readOnly) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE_SYNC);
    sync.writeSyncStep2(encoder, this.doc, serverHas);
    if (!this.socket.send(encoding.toUint8Array(encoder))) return;
    this.streaming = true;
    this.ledger.caughtUp();
    this.note();
  }

  private readonly onUpdate = (
    update: Uint8Array,
    origin: unknown,
    _doc: Y.Doc,
    transaction: Y.Transaction,
  ): void => {
    if (origin === this || this.readOnly) return;
    const names = changedRoots(transaction);
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE_SYNC);
    sync.writeUpdate(encoder, update);
    if (this.streaming && this.socket.send(encoding.toUint8Array(encoder))) {
      this.ledger.changedAndSent(names);
    } else {
      this.ledger.changedOnly(names);
    }
    this.note();
  };

  private readonly onClose = (): void => {
    this.streaming = false;
    this.ledger.disconnected();
    this.peers?.disconnected();
    this.note();
  };

  /** Say what is unsaved, and do not wait for ever: a dead connection looks like a slow one. */
  private note(): void {
    this.unsavedNow.value = this.ledger.unsaved;
    if (!this.ledger.waiting) this.stopWaiting();
    else this.acknowledgeTimer ??= setTimeout(this.socket.lose, ACKNOWLEDGE_TIMEOUT_MS);
  }

  private stopWaiting(): void {
    clearTimeout(this.acknowledgeTimer);
    this.acknowledgeTimer = undefined;
  }

  private readonly warn = (event: BeforeUnloadEvent): void => {
    if (this.unsavedNow.value.size) event.preventDefault();
  };
}
