import "../styles/page.css";
import { computed, effect } from "@preact/signals";
import { render } from "preact";
import { findPlaces } from "../discussion/blocks";
import { showMarks } from "../discussion/marks";
import { DiscussionModel } from "../discussion/model";
import { Panel } from "../discussion/Panel";
import { Sheet } from "../discussion/Sheet";
import { mountExercise } from "../exercises/mount";
import type { ExerciseContext } from "../exercises/types";
import { Api } from "../live/api";
import { RoomDocument } from "../live/document";
import { EventStream } from "../live/events";
import type { Snapshot } from "../types";
import { Account } from "./Account";
import { Banner } from "./Banner";
import { page, roomUrl, visitor } from "./data";
import { narrowTools } from "./narrow";
import { followReading, showProgress } from "./outline";
import { Presence } from "./Presence";
import { Status } from "./Status";
import { showSimulations } from "./simulations";
import { RoomState } from "./state";
import { statusOf } from "./status_words";

const WIDE = matchMedia("(min-width: 75rem)");
const RETRY_MS = 2000;

function element(id: string): HTMLElement {
  return document.getElementById(id) ?? document.createElement("div");
}

/** Ask until the server answers: without the snapshot there is nothing to show. */
async function snapshot(api: Api): Promise<Snapshot> {
  for (;;) {
    try {
      return await api.get<Snapshot>(roomUrl);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function documents(readOnly: boolean): { group: RoomDocument; own: RoomDocument | null } {
  const group = new RoomDocument(`${roomUrl}/document`, { readOnly });
  const individual = page.exercises.some((each) => each.individual);
  const own = individual && !readOnly ? new RoomDocument(`${roomUrl}/own-document`) : null;
  return { group, own };
}

function showDiscussion(model: DiscussionModel, guide: HTMLElement): void {
  const panel = element("cb-discussion");
  const sheet = document.createElement("div");
  document.body.append(sheet);
  const show = () => {
    render(WIDE.matches ? <Panel model={model} guide={guide} /> : null, panel);
    render(WIDE.matches ? null : <Sheet model={model} />, sheet);
  };
  WIDE.addEventListener("change", show);
  show();
  addEventListener("keydown", (event) => {
    const typing = (event.target as Element).closest?.("textarea, input, dialog");
    if (event.key === "Escape" && !typing && model.active.value) model.close();
  });
}

async function start(): Promise<void> {
  const api = new Api();
  const state = new RoomState(api);
  const guide = element("guide");
  const outline = document.querySelector<HTMLElement>(".cb-outline");
  render(<Account me={visitor.me} mayReview={visitor.may_review} />, element("cb-account"));
  const places = findPlaces(guide);
  const first = await snapshot(api);
  state.load(first);
  const events = new EventStream(`${roomUrl}/events`, first.last_event_id);
  state.listen(events);
  const readOnly = !first.can.answer;
  const { group, own } = documents(readOnly);
  const kept = [group, ...(own ? [own] : [])];

  const model = new DiscussionModel(state.threads, places, state.me, state.can, api, roomUrl);
  const context: ExerciseContext = {
    group,
    own,
    api,
    roomUrl,
    topics: page.topics,
    me: state.me,
    people: state.people,
    can: first.can,
    individual: state.individual,
    reviews: state.reviews,
    changes: state.changes,
    commentCount: (anchor) => model.countAt(anchor),
    openDiscussion: (anchor) => model.openAnchor(anchor),
  };
  for (const definition of page.exercises) {
    const article = document.getElementById(`exercise-${definition.id}`);
    if (article) mountExercise(article, definition, context);
  }
  showMarks(model);
  showDiscussion(model, guide);

  const status = computed(() =>
    statusOf(
      events.refusal.value ?? group.refusal.value,
      events.connection.value,
      readOnly ? [] : kept.map((each) => each.saveState.value),
      readOnly,
    ),
  );
  const safe = computed(() => kept.every((each) => each.unsaved.value.size === 0));
  render(<Status status={status} />, element("cb-status"));
  effect(() => {
    render(<Presence people={state.present.value} me={state.me} />, element("cb-presence"));
  });
  const banner = document.createElement("div");
  document.querySelector(".cb-frame")?.before(banner);
  render(<Banner outdated={state.outdated} safe={safe} />, banner);
  if (outline) {
    showProgress(outline, page, state.answered);
    followReading(outline);
    narrowTools(outline, model);
  }
  if (page.has_widgets) showSimulations(api, state.kernel);
  document.documentElement.dataset.ready = "true";
}

void start();
