import { t } from "../words";
import { Answer, Html } from "./answer";
import { Discussion } from "./discussion";
import { Feedback } from "./feedback";
import type { ReviewedRoom } from "./room";

/** One group: its answer, its discussion, and the feedback to it. */
export function GroupCard({ room, now }: { room: ReviewedRoom; now: number }) {
  const data = room.data.value;
  const { mark } = data;
  const id = `group-${data.group.id}`;
  return (
    <article class={`cb-group is-${mark}`} aria-labelledby={id}>
      <header class="cb-group__head">
        <h2 id={id}>{data.group.title}</h2>
        <span class={`cb-dot is-${mark}`}>
          <span aria-hidden="true" />
          {t(`review.mark.${mark}`)}
        </span>
      </header>
      <section
        class="cb-group__answer"
        aria-label={t("review.answer", { group: data.group.title })}
      >
        {data.prompt_html && (
          <details class="cb-group__prompt">
            <summary>{t("review.prompt.theirs")}</summary>
            <Html class="cb-prose" html={data.prompt_html} />
          </details>
        )}
        <Answer data={data} now={now} />
        <p class="cb-group__fresh" role="status">
          {room.fresh.value ? t("review.answer.updated") : ""}
        </p>
      </section>
      <Discussion threads={data.threads} now={now} />
      <Feedback room={room} now={now} />
      <p class="cb-group__open">
        <a href={`/workbooks/${data.room}#exercise-${room.exercise.id}`}>
          {t("review.open-group")}
        </a>
      </p>
    </article>
  );
}
