import { useEffect, useRef, useState } from "preact/hooks";
import type { TextExercise } from "../types";
import { t } from "../words";
import type { ControlProps } from "./controlProps";
import { Look } from "./text/Look";
import { Session } from "./text/session";
import { Toolbar } from "./text/Toolbar";
import { Writers } from "./text/Writers";
import { countWords } from "./text/words";

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

type Props = ControlProps<TextExercise>;

/** What is written in, named by the prompt: first a plain field, then the editor. */
function useSession({ definition, answer, readOnly, labelledBy, describedBy, writing }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const [session, setSession] = useState<Session | null>(null);
  const placeholder = readOnly
    ? ""
    : (definition.options.placeholder ?? t("exercise.text.placeholder"));
  const hint = useRef(placeholder);
  hint.current = placeholder;
  const attributes = { "aria-labelledby": labelledBy, "aria-describedby": describedBy };
  useEffect(() => {
    if (!area.current || !host.current || !answer.text) return undefined;
    const begun = new Session({
      exercise: definition.id,
      text: answer.text,
      area: area.current,
      host: host.current,
      attributes: { ...attributes, "aria-required": String(definition.required) },
      placeholder: () => hint.current,
      writing,
    });
    setSession(begun);
    return () => begun.destroy();
  }, [answer]);
  useEffect(() => session?.setReadOnly(readOnly), [session, readOnly]);
  const field = (
    <textarea
      ref={area}
      class="cb-text__area"
      rows={3}
      hidden={session?.live.value ?? false}
      readOnly={readOnly}
      placeholder={placeholder}
      {...attributes}
      aria-required={definition.required}
      spellcheck
      dir="auto"
    />
  );
  return { session, host, field };
}

export function TextControl(props: Props) {
  const { definition, answer, readOnly, labelledBy, writing } = props;
  const { session, host, field } = useSession(props);
  const [previewing, setPreviewing] = useState(false);
  const least = definition.options.min_words;
  const value = answer.value.value;
  const fieldId = `${labelledBy}-field`;
  return (
    <div class="cb-text">
      <div class={readOnly ? "cb-text__box cb-text__box--read-only" : "cb-text__box"}>
        {writing && (
          <Toolbar
            controls={fieldId}
            readOnly={readOnly}
            previewing={previewing}
            run={(command) => void session?.run(command)}
            togglePreview={() => setPreviewing(!previewing)}
          >
            {writing.peers && (
              <Writers peers={writing.peers.others} exercise={definition.id} me={writing.me} />
            )}
          </Toolbar>
        )}
        <div id={fieldId} hidden={previewing}>
          {field}
          <div ref={host} />
        </div>
        {previewing && writing && (
          <Look value={answer.value} writing={writing} labelledBy={labelledBy} />
        )}
      </div>
      {least !== null && !readOnly && (
        <WordCount text={typeof value === "string" ? value : ""} least={least} />
      )}
    </div>
  );
}
