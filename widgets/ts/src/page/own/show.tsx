import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { showMark } from "../../discussion/guiding/marks";
import type { DiscussionModel } from "../../discussion/model";
import { mountExercise } from "../../exercises/mount";
import type { ExerciseContext } from "../../exercises/types";
import type { OwnTopic } from "../../types";
import { t } from "../../words";
import { AddTopic } from "./AddTopic";
import type { OwnTopicsModel } from "./model";
import { TopicHead } from "./TopicHead";

const SECTION = "own-topics";

function made<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.className = className;
  element.append(...inside);
  return element;
}

/** The same as the server makes for an exercise of the workbook; its title is the prompt. */
function articleOf(topic: OwnTopic): HTMLElement {
  const head = made("div", "cb-own__head");
  const answer = made("div", "cb-exercise__answer");
  const article = made("article", "cb-exercise", head, answer);
  article.id = `exercise-${topic.id}`;
  article.dataset.exercise = topic.id;
  article.dataset.kind = "text";
  return article;
}

/** The end of the guide: a section for what the group adds itself. */
export function showOwnTopics(
  model: OwnTopicsModel,
  discussion: DiscussionModel,
  context: ExerciseContext,
  guide: HTMLElement,
  /** Shows what there is to say about a topic below its head. */
  beside: (topic: string, head: HTMLElement) => void,
): void {
  const list = made("div", "cb-own__list");
  const way = made("div", "cb-own__add");
  const note = made("p", "cb-own__note", t("own.note"));
  const section = made("section", "cb-section cb-own", made("h2", "", t("own.title")), note);
  section.id = SECTION;
  section.append(list, way);
  if (model.may) render(<AddTopic model={model} />, way);
  const shown = new Set<string>();
  let marking = false;

  const show = (topic: OwnTopic) => {
    shown.add(topic.id);
    const article = articleOf(topic);
    const part = made("section", "cb-own__topic", made("div", "cb-cell", article));
    part.id = topic.id;
    part.dataset.topic = topic.id;
    list.append(part);
    const anchor = { kind: "exercise" as const, ref: topic.id, quote: null };
    const place = { key: `exercise:${topic.id}`, element: article, anchor, text: "" };
    discussion.addPlace(place);
    // Those that are there at first are marked with all the others.
    if (marking) showMark(discussion, place);
    const head = article.querySelector<HTMLElement>(".cb-own__head");
    const looking = signal(false);
    if (head) {
      render(<TopicHead model={model} id={topic.id} looking={looking} />, head);
      beside(topic.id, head);
    }
    const answer = article.querySelector<HTMLElement>(".cb-exercise__answer");
    mountExercise(article, topic.exercise, context);
    effect(() => {
      const closed = model.of(topic.id)?.closed ?? false;
      part.classList.toggle("cb-own__topic--closed", closed);
      if (answer) answer.hidden = closed && !looking.value;
    });
  };

  effect(() => {
    for (const topic of model.all.value) if (!shown.has(topic.id)) show(topic);
    // Nobody who may add none needs to see that there is none.
    if ((model.may || model.all.value.length > 0) && !section.isConnected) guide.append(section);
  });
  marking = true;
}

/** The way there, in the table of contents. */
export function linkOwnTopics(outline: HTMLElement): void {
  if (!document.getElementById(SECTION)) return;
  const link = made("a", "", t("own.title"));
  link.href = `#${SECTION}`;
  const entry = made("li", "", link);
  entry.dataset.section = SECTION;
  outline.querySelector("ol")?.append(entry);
}
