import type { JSX, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CodeExercise, TextExercise } from "../../types";
import type { ControlProps } from "../controlProps";
import type { Language } from "./contract";
import { Session } from "./session";

interface Look {
  language: Language;
  placeholder: string;
  rows: number;
}

interface Using {
  session: Session | null;
  host: RefObject<HTMLDivElement | null>;
  field: JSX.Element;
}

/** What is written in, named by the prompt: first a plain field, then the editor. */
export function useSession(
  props: ControlProps<TextExercise> | ControlProps<CodeExercise>,
  { language, placeholder, rows }: Look,
): Using {
  const { definition, answer, readOnly, labelledBy, describedBy, writing } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const [session, setSession] = useState<Session | null>(null);
  const hint = useRef(placeholder);
  hint.current = placeholder;
  const attributes = { "aria-labelledby": labelledBy, "aria-describedby": describedBy };
  useEffect(() => {
    if (!area.current || !host.current || !answer.text) return undefined;
    const begun = new Session({
      exercise: definition.id,
      language,
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
  const words = language === "markdown";
  const field = (
    <textarea
      ref={area}
      class="cb-text__area"
      rows={rows}
      hidden={session?.live.value ?? false}
      readOnly={readOnly}
      placeholder={placeholder}
      {...attributes}
      aria-required={definition.required}
      spellcheck={words}
      dir={words ? "auto" : "ltr"}
      {...(words ? {} : { wrap: "off", autocapitalize: "off", autocorrect: "off" })}
    />
  );
  return { session, host, field };
}
