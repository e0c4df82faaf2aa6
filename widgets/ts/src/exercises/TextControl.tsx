import { useEffect, useState } from "preact/hooks";
import { PinLink } from "../pins/PinLink";
import { type Pinned, pinsIn } from "../pins/syntax";
import type { TextExercise } from "../types";
import { t } from "../words";
import type { ControlProps } from "./controlProps";
import { Look } from "./text/Look";
import { Toolbar } from "./text/Toolbar";
import { useSession } from "./text/useSession";
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

/** Kept states of simulations that a text speaks of: in the text itself they are words. */
function PinnedStates({ pinned }: { pinned: readonly Pinned[] }) {
  if (pinned.length === 0) return null;
  return (
    <ul class="cb-pinned">
      {pinned.map((each) => (
        <li key={each.id}>
          <PinLink pinned={each} />
        </li>
      ))}
    </ul>
  );
}

type Props = ControlProps<TextExercise>;

export function TextControl(props: Props) {
  const { definition, answer, readOnly, labelledBy, writing } = props;
  const { session, host, field } = useSession(props, {
    language: "markdown",
    placeholder: readOnly ? "" : (definition.options.placeholder ?? t("exercise.text.placeholder")),
    rows: 3,
  });
  const [previewing, setPreviewing] = useState(false);
  const least = definition.options.min_words;
  const value = answer.value.value;
  const text = typeof value === "string" ? value : "";
  const pinned = pinsIn(text);
  const speaksOfStates = pinned.length > 0;
  useEffect(() => {
    // A plain field shows how they are written, the editor shows words.
    if (speaksOfStates) void session?.open();
  }, [session, speaksOfStates]);
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
      {!previewing && <PinnedStates pinned={pinned} />}
      {least !== null && !readOnly && <WordCount text={text} least={least} />}
    </div>
  );
}
