import * as Y from "yjs";
import { colourOf } from "../../discussion/colours";
import type { Peer, Place } from "../../live/peers";
import type { Caret, TextSelection } from "./contract";

/** Write positions so that they stay where they are whatever others insert before them. */
export function cursorOf(text: Y.Text, { anchor, head }: TextSelection): Place["cursor"] {
  const position = (index: number) =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, -1));
  return { anchor: position(anchor), head: position(head) };
}

function indexIn(text: Y.Text, position: unknown): number | null {
  if (!text.doc) return null;
  try {
    const relative = Y.createRelativePositionFromJSON(position);
    const absolute = Y.createAbsolutePositionFromRelativePosition(relative, text.doc);
    return absolute?.type === text ? absolute.index : null;
  } catch {
    return null; // Another program's idea of a position.
  }
}

/** The carets of others in a text; those at places that have not arrived yet are left out. */
export function caretsIn(text: Y.Text, peers: readonly Peer[]): Caret[] {
  const carets: Caret[] = [];
  for (const { client, user, cursor, writing } of peers) {
    const anchor = cursor && indexIn(text, cursor.anchor);
    const head = cursor && indexIn(text, cursor.head);
    if (anchor === null || head === null) continue;
    carets.push({ client, name: user.name, colour: colourOf(user.id), anchor, head, writing });
  }
  return carets;
}
