import { EventStream } from "../live/events";
import type { ExerciseDefinition } from "../types";
import type { ReviewedGroup } from "./data";

// Several events of one moment, such as a thread and its first comment, make one request.
const TOGETHER_MS = 200;

/**
 * Call `refresh` when something happens to this exercise in a group's room; `lost` hears whether
 * the connection is gone.
 */
export function watchRoom(
  group: ReviewedGroup,
  exercise: ExerciseDefinition,
  refresh: () => void,
): EventStream {
  const stream = new EventStream(`/api/rooms/${group.room}/events`, group.last_event_id);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, TOGETHER_MS);
  };
  const ofThis = (event: { data: { exercise_id: string } }) => {
    if (event.data.exercise_id === exercise.id) soon();
  };
  stream.on("answer.changed", ofThis);
  stream.on("individual.handed_in", ofThis);
  stream.on("individual.withdrawn", ofThis);
  stream.on("individual.revealed", ofThis);
  stream.on("review.given", (event) => {
    if (event.data.review.exercise_id === exercise.id) soon();
  });
  stream.on("review.handed_in", (event) => {
    if (event.data.hand_in.exercise_id === exercise.id) soon();
  });
  stream.on("thread.created", (event) => {
    if (event.data.thread.anchor.ref === exercise.id) soon();
  });
  // These name a thread only, so whether it is one of ours is for the server to say.
  stream.on("comment.created", soon);
  stream.on("comment.edited", soon);
  stream.on("comment.deleted", soon);
  stream.on("thread.resolved", soon);
  stream.on("thread.reopened", soon);
  return stream;
}
