import type * as Y from "yjs";
import { TextBinding } from "./binding";

const GROWS_BY_ITSELF = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");

function grow(area: HTMLTextAreaElement): void {
  if (GROWS_BY_ITSELF) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** Which step of the history a key asks for. */
function historyStep(event: KeyboardEvent): "undo" | "redo" | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" ? "redo" : null;
}

/**
 * Ties a field to a shared text; returns how to untie it.
 *
 * The browser's own history forgets everything once others write: `history` undoes only what
 * `origin` marks.
 */
export function bindPlain(
  area: HTMLTextAreaElement,
  text: Y.Text,
  origin: object,
  history: Y.UndoManager,
): () => void {
  const binding = new TextBinding(text, area, origin, () => grow(area));
  const onKey = (event: KeyboardEvent) => {
    const step = historyStep(event);
    if (!step || event.isComposing || area.readOnly) return;
    event.preventDefault();
    history[step]();
  };
  const onHistory = (event: InputEvent) => {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
    event.preventDefault();
    if (event.inputType === "historyUndo") history.undo();
    else history.redo();
  };
  const listening = new AbortController();
  const { signal } = listening;
  area.addEventListener("input", binding.fieldChanged, { signal });
  area.addEventListener("compositionstart", binding.compositionStarted, { signal });
  area.addEventListener("compositionend", binding.compositionEnded, { signal });
  area.addEventListener("keydown", onKey, { signal });
  area.addEventListener("beforeinput", onHistory, { signal });
  return () => {
    listening.abort();
    binding.destroy();
  };
}
