import { useContext } from "preact/hooks";
import type { Goal, GoalExercise } from "../../types";
import { t } from "../../words";
import { Paragraphs } from "../inline";
import type { ValueProps } from "../kinds/views";
import { Topics } from "../topics";
import { writtenDay } from "./day";

/** A goal to be read. */
export function GoalValue({ value }: ValueProps<GoalExercise>) {
  const { text, topic, by, done } = value as Goal;
  const titles = useContext(Topics);
  const facts = [t(done ? "exercise.goal.reached" : "exercise.goal.open")];
  if (by) facts.push(t("exercise.goal.by.day", { day: writtenDay(by) }));
  if (topic) facts.push(titles[topic] ?? topic);
  return (
    <div class="cb-value cb-value--text" dir="auto">
      <Paragraphs source={text} />
      <p class="cb-goal__line">{facts.join(" · ")}</p>
    </div>
  );
}
