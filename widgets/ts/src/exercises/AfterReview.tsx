import { useState } from "preact/hooks";
import { keepDraft, keptDraft } from "../discussion/composing/drafts";
import { problemOf } from "../discussion/problem";
import type { HandIn, Review } from "../types";
import { locale, t } from "../words";
import type { ExerciseModel } from "./model";

interface AfterReviewProps {
  model: ExerciseModel;
  review: Review;
}

/** What a group, or a member, does with what a mentor said: reply, or hand in again. */
export function AfterReview({ model, review }: AfterReviewProps) {
  const handIn = model.handInAfter(review);
  const [writing, setWriting] = useState(false);
  const { api, can } = model.context;
  const mayHandIn = can.answer && api !== null && !handIn;
  return (
    <div class="cb-after">
      <div role="status">{handIn && <Waits handIn={handIn} me={model.context.me.id} />}</div>
      {writing && mayHandIn ? (
        <HandInForm model={model} review={review} close={() => setWriting(false)} />
      ) : (
        <p class="cb-after__ways">
          {mayHandIn && (
            <button type="button" class="cb-button" onClick={() => setWriting(true)}>
              {t("exercise.again")}
            </button>
          )}
          {review.person_id === null && (
            <button type="button" class="cb-quiet cb-after__reply" onClick={model.openDiscussion}>
              {t("exercise.again.reply")}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

function Waits({ handIn, me }: { handIn: HandIn; me: string }) {
  const when = new Date(handIn.at).toLocaleString(locale, {
    day: "numeric",
    month: "long",
    hour: "numeric",
    minute: "2-digit",
  });
  const name = handIn.by.id === me ? t("exercise.you-last") : handIn.by.name;
  return (
    <>
      <p class="cb-after__waits">{t("exercise.again.waits", { name, when })}</p>
      {handIn.html && (
        <div class="cb-feedback__text" dangerouslySetInnerHTML={{ __html: handIn.html }} />
      )}
    </>
  );
}

function HandInForm({ model, review, close }: AfterReviewProps & { close: () => void }) {
  const { roomUrl } = model.context;
  const own = review.person_id !== null;
  const draft = `cb-again:${roomUrl}/${model.definition.id}${own ? "#own" : ""}`;
  const [words, setWords] = useState(() => keptDraft(draft) ?? "");
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (sending || model.unsaved.value) return;
    setSending(true);
    setProblem(null);
    try {
      const url = `${roomUrl}/reviews/${model.definition.id}/hand-in`;
      await model.context.api?.post<HandIn>(url, { words, version: review.version, own });
      keepDraft(draft, "");
      close();
    } catch (error) {
      setProblem(problemOf(error, "writing"));
    }
    setSending(false);
  };
  return (
    <form class="cb-after__form" onSubmit={submit}>
      <label>
        {t("exercise.again.words")}
        <textarea
          rows={2}
          maxLength={10_000}
          value={words}
          // biome-ignore lint/a11y/noAutofocus: it was asked for with the button before
          autoFocus
          onInput={(event) => {
            setWords(event.currentTarget.value);
            keepDraft(draft, event.currentTarget.value);
          }}
        />
      </label>
      <p class="cb-save">{t(own ? "exercise.again.note.own" : "exercise.again.note")}</p>
      {problem && (
        <p class="cb-hand-in__problem" role="alert">
          {problem}
        </p>
      )}
      <p class="cb-after__ways">
        <button
          type="submit"
          class="cb-button cb-button--main"
          aria-disabled={sending || model.unsaved.value}
        >
          {t("exercise.again.send")}
        </button>
        <button type="button" class="cb-button" onClick={close}>
          {t("discussion.cancel")}
        </button>
      </p>
    </form>
  );
}
