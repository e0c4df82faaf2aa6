import { useEffect, useRef, useState } from "preact/hooks";
import { Dialog } from "../discussion/parts/Dialog";
import { problemOf } from "../discussion/problem";
import { newKey } from "../live/api";
import type { State } from "../simulation/attach";
import { t } from "../words";
import type { Pins } from "./model";
import { StateView } from "./StateView";
import { type Target, type Targets, titleOf } from "./targets";
import { summaryOf } from "./words";

interface KeepDialogProps {
  pins: Pins;
  targets: Targets;
  cell: string;
  close: () => void;
}

type Choice = [key: string, words: string, target: Target];

function choicesOf(targets: Targets): { comments: Choice[]; answers: Choice[] } {
  const comments: Choice[] = targets.mayComment
    ? [["comment", t("page.pin.to.comment"), { kind: "comment", exercise: null }]]
    : [];
  if (targets.mayComment) {
    for (const exercise of targets.comments) {
      comments.push([`comment:${exercise.id}`, titleOf(exercise), { kind: "comment", exercise }]);
    }
  }
  const answers = targets
    .answers()
    .map(
      (exercise): Choice => [
        `answer:${exercise.id}`,
        titleOf(exercise),
        { kind: "answer", exercise },
      ],
    );
  return { comments, answers };
}

function Options({ label, choices }: { label: string; choices: readonly Choice[] }) {
  if (choices.length === 0) return null;
  return (
    <optgroup label={label}>
      {choices.map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ))}
    </optgroup>
  );
}

/** The state as it was when this was opened: others may move on meanwhile. */
function useLook(pins: Pins, cell: string): State | null {
  const [state, setState] = useState<State | null>(null);
  useEffect(() => {
    void pins.look(cell).then(setState);
  }, []);
  return state;
}

/** Keep what a simulation shows, and say where it is to be spoken of. */
export function KeepDialog({ pins, targets, cell, close }: KeepDialogProps) {
  const state = useLook(pins, cell);
  const { comments, answers } = choicesOf(targets);
  const [caption, setCaption] = useState("");
  const [chosen, setChosen] = useState(comments[0]?.[0] ?? "nowhere");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const key = useRef(newKey());

  const keep = async () => {
    if (!state || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const pin = await pins.keep(cell, state, key.current);
      const found = [...comments, ...answers].find(([each]) => each === chosen);
      close();
      const words = caption.trim() || summaryOf(state.settings);
      if (found) targets.put(found[2], cell, { id: pin.id, words });
    } catch (error) {
      setProblem(problemOf(error, "writing"));
      setBusy(false);
    }
  };
  const picture = state?.picture ? `data:image/png;base64,${state.picture}` : null;
  return (
    <Dialog title={t("page.pin.keep")} close={close}>
      <form
        class="cb-keep"
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        {state ? (
          <StateView settings={state.settings} picture={picture} />
        ) : (
          <p role="status">{t("page.pin.looking")}</p>
        )}
        <label class="cb-keep__field">
          <span>{t("page.pin.caption")}</span>
          <input
            type="text"
            maxLength={300}
            dir="auto"
            value={caption}
            placeholder={state ? summaryOf(state.settings) : ""}
            onInput={({ currentTarget }) => setCaption(currentTarget.value)}
          />
        </label>
        <label class="cb-keep__field">
          <span>{t("page.pin.to")}</span>
          <select value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
            <Options label={t("page.pin.to.comments")} choices={comments} />
            <Options label={t("page.pin.to.answers")} choices={answers} />
            <option value="nowhere">{t("page.pin.to.nowhere")}</option>
          </select>
        </label>
        {problem && (
          <p class="cb-composer__problem" role="alert">
            {problem}
          </p>
        )}
        <div class="cb-keep__end">
          <button type="button" class="cb-text-button" onClick={close}>
            {t("discussion.cancel")}
          </button>
          <button type="submit" class="cb-button cb-button--main" disabled={!state || busy}>
            {t("page.pin.keep.do")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
