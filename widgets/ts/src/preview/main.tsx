import { signal } from "@preact/signals";
import { showExercise } from "../exercises/show";
import type { ExerciseContext } from "../exercises/types";
import type { ExerciseDefinition, Person } from "../types";
import css from "./preview.css?inline";
import { followTheme } from "./theme";

const STYLE_ID = "cohortbook-preview";
const AUTHOR: Person = { id: "per_preview", name: "", role: "member" };

function addStyle(): void {
  if (document.getElementById(STYLE_ID)) return;
  const style = document.createElement("style");
  style.id = STYLE_ID;
  style.textContent = css;
  document.head.append(style);
}

function emptyContext(): ExerciseContext {
  return {
    group: null,
    own: null,
    api: null,
    roomUrl: "",
    me: AUTHOR,
    people: signal([AUTHOR]),
    can: { answer: true, reveal: false },
    individual: signal({}),
    reviews: signal([]),
    commentCount: () => signal(0),
    openDiscussion: () => {},
  };
}

/** Draw an exercise in a notebook editor: it works like on the page, and keeps nothing. */
export function mountPreview(
  el: HTMLElement,
  definition: ExerciseDefinition,
  promptHtml: string,
): () => void {
  addStyle();
  const frame = document.createElement("div");
  frame.className = "cb-preview";
  const article = document.createElement("article");
  article.className = "cb-exercise";
  article.dataset.kind = definition.kind;
  const prompt = document.createElement("div");
  prompt.className = "cb-exercise__prompt";
  // One exercise may be drawn twice in an editor: its prompts need different ids.
  prompt.id = `cohortbook-${definition.id}-${Math.random().toString(36).slice(2)}`;
  prompt.innerHTML = promptHtml;
  const answer = document.createElement("div");
  answer.className = "cb-exercise__answer";
  article.append(prompt, answer);
  frame.append(article);
  // The editor would take keys typed into the exercise for its own commands.
  frame.dataset.lmSuppressShortcuts = "true";
  el.replaceChildren(frame);
  const takeDown = showExercise(article, definition, emptyContext());
  const stopFollowing = followTheme(frame);
  return () => {
    stopFollowing();
    takeDown();
  };
}
