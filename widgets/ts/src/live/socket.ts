import { type ReadonlySignal, signal } from "@preact/signals";

export type Connection = "connecting" | "open" | "offline";

/** Why the server will not have us: trying again by itself would not help. */
export type Refusal = "signed-out" | "forbidden" | "missing" | "too-large";

const REFUSALS: Record<number, Refusal> = {
  1009: "too-large",
  4401: "signed-out",
  4403: "forbidden",
  4404: "missing",
  4413: "too-large",
};

const FIRST_DELAY_MS = 250;
/** Who has their network back is back within two seconds, the time for connecting included. */
const LONGEST_DELAY_MS = 1_500;
const OPEN_TIMEOUT_MS = 10_000;

/** How long to wait before attempt `attempt` (from 0), spread so that a crowd does not return at once. */
export function reconnectDelay(attempt: number, random: () => number = Math.random): number {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return longest * (0.5 + random() / 2);
}

/** The address of a WebSocket on this page's own server. */
export function socketUrl(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

export interface SocketHandlers {
  /** Asked anew for each connection, so that it may name where to resume. */
  url: () => string;
  onOpen?: () => void;
  onMessage: (data: string | ArrayBuffer) => void;
  onClose?: () => void;
  /** Called after `silence / 2` without a message: something the server will reply to. */
  probe?: () => void;
  /** Milliseconds without any message after which the connection counts as lost. */
  silence: number;
}

/** A WebSocket that comes back: after a loss, a silence, sleep, or a change of network. */
export class ReconnectingSocket {
  readonly status: ReadonlySignal<Connection>;
  readonly refusal: ReadonlySignal<Refusal | null>;
  private readonly statusNow = signal<Connection>("connecting");
  private readonly refusalNow = signal<Refusal | null>(null);
  private socket: WebSocket | null = null;
  private attempt = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(private readonly handlers: SocketHandlers) {
    this.status = this.statusNow;
    this.refusal = this.refusalNow;
    addEventListener("online", this.hurry);
    addEventListener("offline", this.lose);
    addEventListener("pageshow", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
    this.connect();
  }

  /** False when nothing was sent because there is no open connection. */
  send(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(data);
    return true;
  }

  /** Drop the connection and make a new one. */
  readonly lose = (): void => {
    const { socket } = this;
    if (!socket) return;
    this.forget(socket);
    socket.close();
    this.later();
  };

  /** Try again although the server refused, as after signing in elsewhere. */
  retry(): void {
    this.refusalNow.value = null;
    this.attempt = 0;
    this.hurry();
  }

  close(): void {
    this.closed = true;
    removeEventListener("online", this.hurry);
    removeEventListener("offline", this.lose);
    removeEventListener("pageshow", this.hurry);
    document.removeEventListener("visibilitychange", this.hurry);
    clearTimeout(this.retryTimer);
    const { socket } = this;
    if (socket) {
      this.forget(socket);
      socket.close();
    }
  }

  private readonly hurry = (): void => {
    if (this.closed || this.refusalNow.value || this.socket || document.hidden) return;
    this.connect();
  };

  private connect(): void {
    clearTimeout(this.retryTimer);
    const socket = new WebSocket(this.handlers.url());
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.listenForSilence(OPEN_TIMEOUT_MS);
    socket.onopen = () => {
      this.statusNow.value = "open";
      this.handlers.onOpen?.();
      this.listenForSilence(this.handlers.silence);
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      this.attempt = 0;
      this.listenForSilence(this.handlers.silence);
      this.handlers.onMessage(data);
    };
    socket.onclose = ({ code }) => {
      this.forget(socket);
      const refusal = REFUSALS[code];
      if (refusal) {
        this.refusalNow.value = refusal;
        this.statusNow.value = "offline";
      } else {
        this.later();
      }
    };
  }

  private forget(socket: WebSocket): void {
    clearTimeout(this.silenceTimer);
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    this.socket = null;
    this.handlers.onClose?.();
  }

  private later(): void {
    this.statusNow.value = "offline";
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => {
      if (!this.socket) this.connect();
    }, reconnectDelay(this.attempt));
    this.attempt += 1;
  }

  private listenForSilence(limit: number): void {
    clearTimeout(this.silenceTimer);
    const { probe } = this.handlers;
    this.silenceTimer = setTimeout(() => {
      if (this.socket?.readyState !== WebSocket.OPEN || !probe) {
        this.lose();
        return;
      }
      probe();
      this.silenceTimer = setTimeout(this.lose, limit / 2);
    }, limit / 2);
  }
}
