import * as Y from "yjs";

/** A number that everybody makes of the same words (FNV-1a, 32 bits). */
function numberOf(words: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at += 1) {
    hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Put the code that was given into a text that is still empty.
 *
 * Everybody who does so makes the very same change, so that it counts once, whoever is first; and
 * where somebody has taken the code away again, it stays away.
 */
export function begin(text: Y.Text, name: string, starter: string): void {
  if (!text.doc || text.length > 0 || !starter) return;
  const made = new Y.Doc();
  made.clientID = numberOf(`${name}\n${starter}`);
  made.getText(name).insert(0, starter);
  Y.applyUpdate(text.doc, Y.encodeStateAsUpdate(made), begin);
}
