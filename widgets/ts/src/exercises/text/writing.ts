import type { RoomDocument } from "../../live/document";
import type { Peers } from "../../live/peers";
import type { ExerciseContext } from "../types";
import type { EditorModule } from "./contract";

/** What a page adds to a plain field. */
export interface Writing {
  load(): Promise<EditorModule>;
  nonce: string | undefined;
  /** Markdown as HTML, sanitised by the server. */
  render(body: string, signal: AbortSignal): Promise<string>;
  /** Who else writes there; null in a document of one's own. */
  peers: Peers | null;
  /** The id of whoever looks at the page. */
  me: string;
}

/** What there is for writing in a document; null where there is no page, as in a preview. */
export function writingOf(context: ExerciseContext, room: RoomDocument | null): Writing | null {
  const { api, editor, roomUrl } = context;
  if (!api || !editor || !room) return null;
  return {
    load: editor,
    nonce: context.nonce,
    render: async (body, signal) =>
      (await api.post<{ html: string }>(`${roomUrl}/markdown`, { body }, { signal })).html,
    peers: room.peers,
    me: context.me.id,
  };
}
