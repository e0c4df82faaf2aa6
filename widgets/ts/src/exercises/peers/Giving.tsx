import { useEffect, useRef, useState } from "preact/hooks";
import { keepDraft, keptDraft } from "../../discussion/composing/drafts";
import { problemOf } from "../../discussion/problem";
import { ApiError } from "../../live/api";
import type { PeerReview, PeerState } from "../../types";
import { t } from "../../words";
import type { ExerciseModel } from "../model";

interface GivingProps {
  model: ExerciseModel;
  review: PeerState["to_give"][number];
  number: number;
}

interface Draft {
  feedback: string;
  levels: Record<string, number>;
  /** Of what it was written over. */
  version: number;
}

function draftOf({ feedback, levels, version }: PeerReview): Draft {
  return { feedback, levels, version };
}

/** Another group's answer, and what this one says of it together. */
export function Giving({ model, review, number }: GivingProps) {
  const { api, can, roomUrl } = model.context;
  const key = `cb-peer:${review.id}`;
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = keptDraft(key);
    return kept ? (JSON.parse(kept) as Draft) : draftOf(review);
  });
  const [theirs, setTheirs] = useState<PeerReview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const touched = useRef(keptDraft(key) !== null);

  // Another member has said something: it stands here too, unless one is writing oneself.
  useEffect(() => {
    if (!touched.current) setDraft(draftOf(review));
    else if (review.version > draft.version) setTheirs(review);
  }, [review.version]);

  const change = (part: Partial<Draft>) => {
    touched.current = true;
    setSaved(false);
    const next = { ...draft, ...part };
    setDraft(next);
    keepDraft(key, JSON.stringify(next));
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    setProblem(null);
    try {
      const url = `${roomUrl}/peers/${model.definition.id}/${review.id}`;
      const given = await api?.put<PeerReview>(url, draft);
      touched.current = false;
      keepDraft(key, "");
      if (given) setDraft(draftOf(given));
      setTheirs(null);
      setSaved(true);
    } catch (error) {
      if (error instanceof ApiError && error.conflict && error.current) {
        setTheirs(error.current as PeerReview);
      } else setProblem(problemOf(error, "writing"));
    }
  };
  const settle = (next: Draft) => {
    setTheirs(null);
    change(next);
  };
  const label = t("exercise.peers.answer", { number });
  return (
    <article class="cb-peer" aria-label={label}>
      <h4>{label}</h4>
      <div class="cb-peer__answer" dangerouslySetInnerHTML={{ __html: review.answer_html }} />
      <form class="cb-after__form" onSubmit={submit}>
        {model.definition.rubric?.map((line) => (
          <fieldset key={line.id} class="cb-useful" disabled={!can.answer}>
            <legend>{line.label}</legend>
            {line.levels.map((name, level) => (
              <label key={name}>
                <input
                  type="radio"
                  name={`${review.id}-${line.id}`}
                  checked={draft.levels[line.id] === level}
                  onChange={() => change({ levels: { ...draft.levels, [line.id]: level } })}
                />
                {name}
              </label>
            ))}
          </fieldset>
        ))}
        <label>
          {t("exercise.peers.feedback")}
          <textarea
            rows={3}
            maxLength={10_000}
            required
            readOnly={!can.answer}
            value={draft.feedback}
            onInput={(event) => change({ feedback: event.currentTarget.value })}
          />
        </label>
        {theirs && (
          <div class="cb-peer__conflict" role="alert">
            <p>{t("exercise.peers.conflict")}</p>
            <blockquote dangerouslySetInnerHTML={{ __html: theirs.html }} />
            <p class="cb-after__ways">
              <button
                type="button"
                class="cb-button"
                onClick={() =>
                  settle({
                    feedback: `${theirs.feedback}\n\n${draft.feedback}`,
                    levels: { ...theirs.levels, ...draft.levels },
                    version: theirs.version,
                  })
                }
              >
                {t("exercise.peers.join")}
              </button>
              <button type="button" class="cb-button" onClick={() => settle(draftOf(theirs))}>
                {t("exercise.peers.theirs")}
              </button>
            </p>
          </div>
        )}
        {problem && (
          <p class="cb-hand-in__problem" role="alert">
            {problem}
          </p>
        )}
        {can.answer && (
          <p class="cb-after__ways">
            <button type="submit" class="cb-button cb-button--main" aria-disabled={theirs !== null}>
              {t(review.given ? "exercise.peers.change" : "exercise.peers.send")}
            </button>
            <span class="cb-save" role="status">
              {saved ? t("exercise.peers.saved") : ""}
            </span>
          </p>
        )}
      </form>
    </article>
  );
}
