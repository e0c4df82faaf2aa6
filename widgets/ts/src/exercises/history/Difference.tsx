import { useMemo } from "preact/hooks";
import * as Y from "yjs";
import type { AnswerValue } from "../../types";
import { t } from "../../words";
import { Answer } from "../answer";
import { Control } from "../Control";
import type { Answerable } from "../kinds/form";
import { viewOf } from "../kinds/views";
import { Value } from "../Value";
import { sameValue } from "./versions";
import { Words } from "./Words";

interface ShownProps {
  definition: Answerable;
  value: AnswerValue;
  label: string;
}

/** An answer as its control shows it, in a document of its own that nobody can change. */
function Frozen({ definition, value, label }: ShownProps) {
  const answer = useMemo(() => {
    const made = new Answer(new Y.Doc(), definition);
    made.set(value);
    return made;
  }, [definition, value]);
  return (
    // Of a form of its own, so that its radios are no others of those on the page.
    <form>
      <Control
        definition={definition}
        answer={answer}
        readOnly
        labelledBy={label}
        describedBy={label}
        writing={null}
      />
    </form>
  );
}

function Shown(props: ShownProps) {
  const { definition, value } = props;
  if (value === null) return <p class="cb-quiet-words">{t("exercise.history.empty")}</p>;
  if (viewOf(definition).Value) return <Value definition={definition} value={value} />;
  return <Frozen {...props} />;
}

interface DifferenceProps {
  definition: Answerable;
  /** Undefined where an answer is shown by itself. */
  before: AnswerValue | undefined;
  after: AnswerValue;
  /** Id for what names the answers. */
  label: string;
}

/** What an answer was, or what came of another. */
export function Difference({ definition, before, after, label }: DifferenceProps) {
  if (before === undefined) return <Shown {...{ definition, label }} value={after} />;
  if (sameValue(before, after)) {
    return (
      <>
        <p class="cb-quiet-words">{t("exercise.history.same")}</p>
        <Shown {...{ definition, label }} value={after} />
      </>
    );
  }
  if (definition.kind === "text" || definition.kind === "code") {
    return (
      <Words
        code={definition.kind === "code"}
        before={String(before ?? "")}
        after={String(after ?? "")}
      />
    );
  }
  return (
    <div class="cb-sides">
      {(["before", "then"] as const).map((side) => (
        <section key={side}>
          <h4 id={`${label}-${side}`}>{t(`exercise.history.side.${side}`)}</h4>
          <Shown
            definition={definition}
            value={side === "before" ? before : after}
            label={`${label}-${side}`}
          />
        </section>
      ))}
    </div>
  );
}
