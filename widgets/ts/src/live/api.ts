/** A request that did not work: `status` 0 means that the server was not reached. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** With a conflict (409): what the server holds now. */
    readonly current: unknown = null,
  ) {
    super(message);
  }

  get offline(): boolean {
    return this.status === 0;
  }

  get conflict(): boolean {
    return this.status === 409;
  }
}

export interface RequestOptions {
  /** Give the same key again when repeating a POST that may have arrived. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** A key nobody else makes; unlike `randomUUID` also to be had without https. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

interface ErrorBody {
  error?: { code?: string; message?: string };
  current?: unknown;
}

function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** What went wrong, as the server says it. */
export function problemIn(status: number, statusText: string, body: string): ApiError {
  const { error, current } = (parsed(body) ?? {}) as ErrorBody;
  const code = error?.code ?? `http-${status}`;
  return new ApiError(status, code, error?.message ?? statusText, current ?? null);
}

/** The server's JSON interface, with the token against forged requests. */
export class Api {
  constructor(private readonly ask: typeof fetch = (...given) => fetch(...given)) {}

  get<T>(url: string, options?: RequestOptions): Promise<T> {
    return this.send<T>("GET", url, undefined, options);
  }

  post<T>(url: string, body: unknown = {}, options: RequestOptions = {}): Promise<T> {
    const idempotencyKey = options.idempotencyKey ?? newKey();
    return this.send<T>("POST", url, body, { ...options, idempotencyKey });
  }

  patch<T>(url: string, body: unknown, options?: RequestOptions): Promise<T> {
    return this.send<T>("PATCH", url, body, options);
  }

  put<T>(url: string, body: unknown, options?: RequestOptions): Promise<T> {
    return this.send<T>("PUT", url, body, options);
  }

  delete<T>(url: string, options?: RequestOptions): Promise<T> {
    return this.send<T>("DELETE", url, undefined, options);
  }

  private async send<T>(
    method: string,
    url: string,
    body: unknown,
    options: RequestOptions = {},
  ): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") headers["X-XSRFToken"] = cookie("_xsrf");
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
    let response: Response;
    let text: string;
    try {
      response = await this.ask(url, {
        method,
        headers,
        credentials: "same-origin",
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(options.signal ? { signal: options.signal } : {}),
      });
      text = await response.text();
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
      throw new ApiError(0, "offline", "The server was not reached.");
    }
    if (response.ok) return parsed(text) as T;
    throw problemIn(response.status, response.statusText, text);
  }
}
