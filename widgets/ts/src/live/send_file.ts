import { ApiError, cookie, problemIn } from "./api";

interface SendOptions {
  signal: AbortSignal;
  /** Told how much has left, from 0 to 1. */
  onProgress(part: number): void;
}

/** Send a file as it is: what `fetch` does, but telling how far it has come. */
export function sendFile<T>(url: string, file: Blob, options: SendOptions): Promise<T> {
  const { signal, onProgress } = options;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-XSRFToken", cookie("_xsrf"));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "text";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      const { status, statusText, responseText } = request;
      if (status >= 200 && status < 300) resolve(JSON.parse(responseText) as T);
      else reject(problemIn(status, statusText, responseText));
    };
    request.onerror = () => reject(new ApiError(0, "offline", "The server was not reached."));
    request.onabort = () => reject(new DOMException("It was stopped.", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
