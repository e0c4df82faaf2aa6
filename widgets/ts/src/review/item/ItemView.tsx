import { useEffect, useRef } from "preact/hooks";
import { t } from "../../words";
import { Answer, Html } from "../answer";
import { whoseIs } from "../data";
import { Discussion } from "../discussion";
import { Feedback } from "../feedback";
import { ago } from "../moments";
import { useNow } from "../useNow";
import { Changes } from "./Changes";
import type { Desk } from "./desk";
import { Head } from "./Head";
import { HistoryButton } from "./HistoryButton";
import { ItemLink } from "./ItemLink";
import { Other } from "./Other";
import { PhrasesButton } from "./PhrasesButton";
import { Readers } from "./Readers";
import { Saying } from "./Saying";

/** One answer, all that it is judged by, and the same exercise in the other groups. */
export function ItemView({ desk }: { desk: Desk }) {
  const item = desk.item.value;
  const now = useNow();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(item.id);
  useEffect(() => {
    if (shown.current === item.id) return;
    shown.current = item.id;
    scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [item.id]);
  return (
    <div aria-busy={desk.loading.value}>
      <Head desk={desk} heading={heading} />
      <p class="cb-lost" role="status">
        {desk.failed.value ? t("review.item.failed") : desk.lost.value ? t("review.live.lost") : ""}
      </p>
      <section class="cb-review__exercise" aria-label={t("review.exercise")}>
        <Html class="cb-review__prompt cb-prose" html={item.prompt_html} />
        <div class="cb-item__beside">
          <dl class="cb-review__facts">
            {item.facts.map((fact) => (
              <div key={fact.label} class={fact.for_mentors ? "is-mentor-only" : ""}>
                <dt>{fact.label}</dt>
                <dd>{fact.value}</dd>
              </div>
            ))}
          </dl>
          {item.notes_html && (
            <aside class="cb-notes" aria-label={t("review.notes")}>
              <h2>{t("review.notes")}</h2>
              <Html class="cb-prose" html={item.notes_html} />
            </aside>
          )}
        </div>
      </section>
      <div class="cb-item">
        <Own key={item.id} desk={desk} now={now} />
        {item.others.length > 0 && (
          <aside class="cb-item__others" aria-labelledby="cb-others">
            <h2 id="cb-others" tabIndex={-1}>
              {t(item.group.person ? "review.others.own" : "review.others")}
            </h2>
            {item.others.map((group) => (
              <Other key={group.item} group={group} now={now} open={(id) => void desk.open(id)} />
            ))}
          </aside>
        )}
      </div>
    </div>
  );
}

/** Out of a field, so that single keys act again. */
function toTheTop(): void {
  document.getElementById("cb-position")?.focus({ preventScroll: true });
}

function Own({ desk, now }: { desk: Desk; now: number }) {
  const room = desk.room.value;
  const data = room.data.value;
  const { mark, hand_in } = data;
  return (
    <article class={`cb-group cb-item__own is-${mark}`} aria-labelledby="cb-own">
      <header class="cb-group__head">
        <h2 id="cb-own">{whoseIs(data)}</h2>
        <span class={`cb-dot is-${mark}`}>
          <span aria-hidden="true" />
          {t(`review.mark.${mark}`)}
        </span>
      </header>
      {data.whole && (
        <p class="cb-item__whole">
          <ItemLink item={data.whole} open={(id) => void desk.open(id)}>
            {t("review.own.whole", { group: data.group.title })}
          </ItemLink>
        </p>
      )}
      <Readers readers={desk.readers.value} />
      <section class="cb-group__answer" aria-label={t("review.answer", { group: whoseIs(data) })}>
        {hand_in && (
          <div class="cb-handed-in">
            <p>{t("review.handed-in", { name: hand_in.by.name, when: ago(hand_in.at, now) })}</p>
            {hand_in.html && <Html class="cb-prose" html={hand_in.html} />}
          </div>
        )}
        <Answer data={data} now={now} open={(id) => void desk.open(id)} />
        {data.own.length > 0 && <p class="cb-quiet">{t("review.own.note")}</p>}
        <p class="cb-group__fresh" role="status">
          {room.fresh.value ? t("review.answer.updated") : ""}
        </p>
        <Changes data={data} />
        {!data.exercise.individual && data.exercise.kind !== "discuss" && (
          <HistoryButton item={data.item} code={data.exercise.kind === "code"} />
        )}
      </section>
      <Discussion threads={data.threads} now={now}>
        <Saying item={data.item} threads={data.threads} leave={toTheTop} />
      </Discussion>
      <Feedback
        room={room}
        now={now}
        tools={<PhrasesButton phrases={desk.phrases} room={room} />}
        leave={toTheTop}
      />
      {data.room && (
        <p class="cb-group__open">
          <a href={`/workbooks/${data.room}#exercise-${data.exercise.id}`}>
            {t("review.open-group")}
          </a>
        </p>
      )}
    </article>
  );
}
