import { useContext, useEffect, useMemo } from "preact/hooks";
import type { CodeExercise } from "../../types";
import { locale, t } from "../../words";
import type { ControlProps } from "../controlProps";
import { SurroundingsContext } from "../surroundings";
import { useSession } from "../text/useSession";
import { Writers } from "../text/Writers";
import { begin } from "./begin";
import { Outputs } from "./Outputs";
import { Running } from "./running";

type Props = ControlProps<CodeExercise>;

const PROBLEMS = ["code-unavailable", "code-runs-already", "code-busy", "offline"] as const;

/** What runs or ran under an exercise; null in a preview. */
function useRunning(exercise: string): Running | null {
  const { api, roomUrl, onCode } = useContext(SurroundingsContext);
  const running = useMemo(
    () => (api ? new Running(api, `${roomUrl}/code/${exercise}`) : null),
    [api, roomUrl, exercise],
  );
  useEffect(() => {
    void running?.ask();
    return onCode?.(exercise, () => void running?.ask());
  }, [running]);
  return running;
}

/** Who ran it and when, whether that is what stands there now, and what kept it from running. */
function State({ running, code }: { running: Running; code: string }) {
  const state = running.state.value;
  const problem = running.problem.value;
  const known = PROBLEMS.find((each) => each === problem);
  const when = new Date(state?.ended ?? state?.began ?? 0);
  return (
    <div class="cb-code__state">
      <span role="status">
        {state && t(`exercise.code.state.${state.state}`, { name: state.by.name })}
      </span>
      {state?.ended && (
        <time dateTime={state.ended}>
          {when.toLocaleString(locale, {
            day: "numeric",
            month: "short",
            hour: "numeric",
            minute: "2-digit",
          })}
        </time>
      )}
      {state?.ended && state.code.trim() !== code.trim() && (
        <span class="cb-code__changed">{t("exercise.code.changed")}</span>
      )}
      {problem && (
        <span class="cb-code__problem" role="alert">
          {t(known ? `exercise.code.problem.${known}` : "exercise.code.problem")}
        </span>
      )}
    </div>
  );
}

/** Python that the group writes and runs together. */
export function CodeControl(props: Props) {
  const { definition, answer, readOnly, writing } = props;
  const { starter } = definition.options;
  const running = useRunning(definition.id);
  const { session, host, field } = useSession(props, {
    language: "python",
    placeholder: starter || (readOnly ? "" : t("exercise.code.placeholder")),
    rows: Math.max(4, starter.split("\n").length),
  });
  void answer.revision.value;
  const code = answer.text?.toString() || starter;
  const active = running?.active ?? false;
  const mayRun = running !== null && !readOnly;

  function seed(): void {
    if (!readOnly && answer.text) begin(answer.text, `text:${definition.id}`, starter);
  }

  return (
    <div class="cb-code">
      <div
        class={readOnly ? "cb-text__box cb-text__box--read-only" : "cb-text__box"}
        dir="ltr"
        onFocusCapture={seed}
        onKeyDownCapture={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !mayRun) return;
          event.preventDefault();
          event.stopPropagation();
          if (!active) void running?.run(code);
        }}
      >
        {field}
        <div ref={host} />
      </div>
      <div class="cb-code__tools">
        {mayRun && !active && (
          <button
            type="button"
            class="cb-button cb-button--main"
            disabled={!code.trim()}
            onClick={() => void running?.run(code)}
          >
            {t("exercise.code.run")}
          </button>
        )}
        {mayRun && active && (
          <button type="button" class="cb-button" onClick={() => void running?.stop()}>
            {t("exercise.code.stop")}
          </button>
        )}
        {!readOnly && starter && answer.value.value !== null && (
          <button type="button" class="cb-quiet" onClick={() => answer.set(starter)}>
            {t("exercise.code.again")}
          </button>
        )}
        {writing?.peers && (
          <Writers peers={writing.peers.others} exercise={definition.id} me={writing.me} />
        )}
        {!readOnly && session?.live.value && (
          <span class="cb-code__keys">{t("exercise.code.keys")}</span>
        )}
        {!running && <span class="cb-code__keys">{t("exercise.code.preview")}</span>}
      </div>
      {running && <State running={running} code={code} />}
      {running && (
        <Outputs outputs={running.outputs.value} cut={running.state.value?.cut ?? false} />
      )}
    </div>
  );
}
