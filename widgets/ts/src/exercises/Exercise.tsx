import type { Review } from "../types";
import { t } from "../words";
import { AfterReview } from "./AfterReview";
import { Control } from "./Control";
import { DiscussControl } from "./DiscussControl";
import { Everyone } from "./Everyone";
import { Feedback } from "./Feedback";
import { Foot } from "./Foot";
import { HandIn } from "./HandIn";
import { Hint } from "./Hint";
import { Meta } from "./Meta";
import type { ExerciseModel } from "./model";
import { Peers } from "./peers/Peers";
import { Rubric } from "./Rubric";

interface ExerciseProps {
  model: ExerciseModel;
  /** Id of the element that holds the prompt. */
  promptId: string;
}

function AnswerPart({ model, promptId }: ExerciseProps) {
  const { definition, answer, readOnly } = model;
  if (!answer) return null;
  return (
    <Control
      definition={definition}
      answer={answer}
      readOnly={readOnly.value}
      labelledBy={promptId}
      describedBy={`${promptId}-state`}
      writing={model.writing}
    />
  );
}

function DiscussPart({ model }: { model: ExerciseModel }) {
  if (!model.context.api) return <p class="cb-save">{t("exercise.preview.discuss")}</p>;
  return <DiscussControl count={model.commentCount.value} open={model.openDiscussion} />;
}

function IndividualPart({ model }: { model: ExerciseModel }) {
  const { individual, definition, context, answer } = model;
  if (!individual || !context.api) return null;
  if (individual.stage.value === "revealed") {
    return (
      <Everyone
        definition={definition}
        state={individual.state.value}
        people={context.people.value}
        me={context.me}
      />
    );
  }
  return (
    <HandIn
      individual={individual}
      mayAnswer={context.can.answer && answer !== null}
      mayReveal={context.can.reveal}
      answered={answer !== null && answer.value.value !== null}
      unsaved={model.unsaved}
      revealAt={definition.reveal_at ?? null}
    />
  );
}

function Reviews({ model, reviews }: { model: ExerciseModel; reviews: readonly Review[] }) {
  return reviews.map((review) => (
    <Feedback key={review.id} review={review} rubric={model.definition.rubric}>
      <AfterReview model={model} review={review} />
    </Feedback>
  ));
}

/** All of an exercise below its prompt. */
export function Exercise({ model, promptId }: ExerciseProps) {
  const { definition, reviews } = model;
  const { hint, rubric } = definition;
  const reviewed = reviews.value.length > 0;
  const ofGroup = reviews.value.filter((review) => review.person_id === null);
  const ofMine = reviews.value.filter((review) => review.person_id !== null);
  return (
    <div class="cb-answer" aria-busy={model.loading.value}>
      <Meta definition={definition} />
      {hint && <Hint source={hint} />}
      {definition.kind === "discuss" ? (
        <DiscussPart model={model} />
      ) : (
        <>
          <AnswerPart model={model} promptId={promptId} />
          <Foot model={model} id={`${promptId}-state`} promptId={promptId} />
          <Reviews model={model} reviews={ofMine} />
          <IndividualPart model={model} />
        </>
      )}
      {rubric && rubric.length > 0 && !reviewed && (
        <details class="cb-hint">
          <summary>{t("exercise.rubric")}</summary>
          <Rubric lines={rubric} />
        </details>
      )}
      <Reviews model={model} reviews={ofGroup} />
      <Peers model={model} />
    </div>
  );
}
