import type { SaveState } from "../live/save";
import type { Connection, Refusal } from "../live/socket";
import type { WordKey } from "../words";

export type Tone = "calm" | "busy" | "warn" | "bad";

export interface StatusWords {
  tone: Tone;
  key: WordKey;
}

/** The one thing to say about the state of the page, the gravest first. */
export function statusOf(
  refusal: Refusal | null,
  connection: Connection,
  documents: readonly SaveState[],
  readOnly: boolean,
): StatusWords {
  if (refusal === "signed-out") return { tone: "bad", key: "page.status.signed-out" };
  if (refusal) return { tone: "bad", key: "page.status.refused" };
  if (documents.includes("refused")) return { tone: "bad", key: "page.status.refused" };
  if (connection === "offline" || documents.includes("offline")) {
    return { tone: "warn", key: readOnly ? "page.status.offline.reading" : "page.status.offline" };
  }
  if (connection === "connecting") return { tone: "busy", key: "page.status.connecting" };
  if (documents.includes("saving")) return { tone: "busy", key: "page.status.saving" };
  return { tone: "calm", key: readOnly ? "page.status.live" : "page.status.saved" };
}
