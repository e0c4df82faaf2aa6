import { useEffect, useRef } from "preact/hooks";
import * as Y from "yjs";
import type { TextExercise } from "../types";
import { t } from "../words";
import type { ControlProps } from "./controlProps";
import { TextBinding } from "./text/binding";
import { countWords } from "./text/words";

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

/** Ties the field to the shared text for as long as the field is there. */
function bind(area: HTMLTextAreaElement, text: Y.Text): () => void {
  const origin = {};
  const binding = new TextBinding(text, area, origin, () => grow(area));
  // The browser's own history forgets everything once others write; this one undoes only our own.
  const history = new Y.UndoManager(text, { trackedOrigins: new Set([origin]) });
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
  area.addEventListener("input", binding.fieldChanged);
  area.addEventListener("compositionstart", binding.compositionStarted);
  area.addEventListener("compositionend", binding.compositionEnded);
  area.addEventListener("keydown", onKey);
  area.addEventListener("beforeinput", onHistory);
  return () => {
    area.removeEventListener("input", binding.fieldChanged);
    area.removeEventListener("compositionstart", binding.compositionStarted);
    area.removeEventListener("compositionend", binding.compositionEnded);
    area.removeEventListener("keydown", onKey);
    area.removeEventListener("beforeinput", onHistory);
    history.destroy();
    binding.destroy();
  };
}

function WordCount({ text, least }: { text: string; least: number }) {
  const count = countWords(text);
  const enough = count >= least;
  return (
    <p class={`cb-text__count${enough ? " cb-text__count--enough" : ""}`}>
      {enough
        ? t("exercise.words.enough", { count })
        : t("exercise.words.wanted", { count, least })}
    </p>
  );
}

export function TextControl(props: ControlProps<TextExercise>) {
  const { definition, answer, readOnly, labelledBy, describedBy } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (area.current && answer.text) return bind(area.current, answer.text);
    return undefined;
  }, [answer]);
  const { min_words: least, placeholder } = definition.options;
  const value = answer.value.value;
  return (
    <div class="cb-text">
      <textarea
        ref={area}
        class="cb-text__area"
        rows={3}
        readOnly={readOnly}
        placeholder={readOnly ? "" : (placeholder ?? t("exercise.text.placeholder"))}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        aria-required={definition.required}
        spellcheck
        dir="auto"
      />
      {least !== null && !readOnly && (
        <WordCount text={typeof value === "string" ? value : ""} least={least} />
      )}
    </div>
  );
}
