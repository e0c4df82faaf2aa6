import type { ComponentChildren, TargetedKeyboardEvent } from "preact";
import type { Review, ReviewState, RubricLine } from "../types";
import { t } from "../words";
import { Html } from "./answer";
import { whoseIs } from "./data";
import type { Draft, FormState } from "./draft";
import { ago } from "./moments";
import type { ReviewedRoom } from "./room";

const states: ReviewState[] = ["seen", "asks-for-more", "accepted"];

interface FeedbackProps {
  room: ReviewedRoom;
  now: number;
  /** What helps to write. */
  tools?: ComponentChildren;
  /** Called when Escape is pressed in the field. */
  leave?: () => void;
}

export function Feedback({ room, now, tools, leave }: FeedbackProps) {
  const form = room.form.value;
  const data = room.data.value;
  const { item, mark, person } = data;
  // The same words may be the answer to what was handed in again.
  const again = mark === "again";
  const id = `feedback-${item}`;
  const send = (event: Event) => {
    event.preventDefault();
    void room.save();
  };
  const shortcut = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Escape" && leave) leave();
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    // As if the button were pressed: the browser asks for a judgement where none is chosen.
    event.currentTarget.form?.requestSubmit();
  };
  return (
    <form
      class="cb-feedback"
      aria-label={t("review.form", { group: whoseIs(data) })}
      onSubmit={send}
    >
      <fieldset class="cb-choice-row">
        <legend>{t("review.form.state")}</legend>
        <div class="cb-segments">
          {states.map((state) => (
            <label key={state} class={`cb-segment is-${state}`}>
              <input
                type="radio"
                name={`${id}-state`}
                value={state}
                required
                checked={form.draft.state === state}
                onChange={() => room.edit({ state })}
              />
              <span>{t(`review.mark.${state}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {room.exercise.rubric?.map((line) => (
        <Levels key={line.id} line={line} name={`${id}-${line.id}`} room={room} />
      ))}
      <label class="cb-feedback__label" for={id}>
        {t("review.form.feedback")}
      </label>
      <textarea
        id={id}
        rows={4}
        maxLength={10_000}
        aria-describedby={`${id}-hint`}
        value={form.draft.feedback}
        onInput={(event) => room.edit({ feedback: event.currentTarget.value })}
        onKeyDown={shortcut}
      />
      <p id={`${id}-hint`} class="cb-quiet cb-feedback__hint">
        {person
          ? t("review.form.feedback.hint.own", { name: person.name })
          : t("review.form.feedback.hint")}{" "}
        {t("review.form.shortcut")}
      </p>
      {tools}
      {form.conflict && <Conflict room={room} theirs={form.conflict} mine={form.draft} />}
      <div class="cb-feedback__end">
        {!form.conflict && (
          <button
            type="submit"
            class="cb-button cb-button--primary"
            disabled={form.saving.kind === "saving" || (form.saving.kind === "clean" && !again)}
          >
            {t(form.kept ? "review.form.change" : "review.form.save")}
          </button>
        )}
        <Standing form={form} now={now} />
      </div>
    </form>
  );
}

function Levels({ line, name, room }: { line: RubricLine; name: string; room: ReviewedRoom }) {
  const { levels } = room.form.value.draft;
  const choose = (level: number | undefined) => {
    const { [line.id]: _, ...others } = levels;
    room.edit({ levels: level === undefined ? others : { ...others, [line.id]: level } });
  };
  return (
    <fieldset class="cb-choice-row cb-levels">
      <legend>{line.label}</legend>
      <div class="cb-segments">
        {[undefined, ...line.levels.keys()].map((level) => (
          <label key={level ?? "none"} class="cb-segment">
            <input
              type="radio"
              name={name}
              checked={levels[line.id] === level}
              onChange={() => choose(level)}
            />
            <span>{level === undefined ? t("review.form.level.none") : line.levels[level]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Conflict({ room, theirs, mine }: { room: ReviewedRoom; theirs: Review; mine: Draft }) {
  return (
    <section class="cb-conflict" role="alert">
      <h4>{t("review.conflict.title", { name: theirs.reviewer.name })}</h4>
      <p>{t("review.conflict.text")}</p>
      <div class="cb-conflict__texts">
        <div>
          <h5>{t("review.conflict.theirs")}</h5>
          <p class="cb-mark">{t(`review.mark.${theirs.state}`)}</p>
          <Html class="cb-prose" html={theirs.html} />
        </div>
        <div>
          <h5>{t("review.conflict.mine")}</h5>
          {mine.state && <p class="cb-mark">{t(`review.mark.${mine.state}`)}</p>}
          <p class="cb-conflict__mine">{mine.feedback}</p>
        </div>
      </div>
      <p class="cb-actions">
        <button type="button" class="cb-button" onClick={() => void room.resolve("both")}>
          {t("review.conflict.join")}
        </button>
        <button type="button" class="cb-button" onClick={() => void room.resolve("mine")}>
          {t("review.conflict.keep-mine")}
        </button>
        <button type="button" class="cb-button" onClick={() => void room.resolve("theirs")}>
          {t("review.conflict.keep-theirs")}
        </button>
      </p>
    </section>
  );
}

function Standing({ form, now }: { form: FormState; now: number }) {
  return (
    <p class={`cb-standing is-${form.saving.kind}`} role="status">
      {standingText(form, now)}
    </p>
  );
}

function standingText({ saving, kept }: FormState, now: number): string {
  switch (saving.kind) {
    case "saving":
      return t("review.form.saving");
    case "saved":
      return t("review.form.saved");
    case "unsaved":
      return t("review.form.unsaved");
    case "failed":
      return t("review.form.failed", { reason: saving.reason });
    default:
      if (kept === null) return "";
      return t("review.form.by", { name: kept.reviewer.name, when: ago(kept.at, now) });
  }
}
