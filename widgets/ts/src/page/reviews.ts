import type { EventStream } from "../live/events";
import { t } from "../words";

/** Tell those who listen to the page that a mentor has said something. */
export function announceReviews(events: EventStream, say: (words: string) => void): void {
  events.on("review.given", ({ data: { review } }) =>
    say(
      t("exercise.review.news", {
        name: review.reviewer.name,
        state: t(`exercise.review.${review.state}`),
      }),
    ),
  );
}
