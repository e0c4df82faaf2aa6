import "../styles/page.css";
import { computed } from "@preact/signals";
import { render } from "preact";
import { Passages } from "../discussion/anchoring/passages";
import { findPlaces } from "../discussion/blocks";
import { liveRegion } from "../discussion/guiding/announce";
import { DiscussionModel } from "../discussion/model";
import { Repliers } from "../discussion/repliers";
import { showDiscussion } from "../discussion/show";
import { Writing } from "../discussion/writing";
import { mountExercise } from "../exercises/mount";
import type { ExerciseContext } from "../exercises/types";
import { Api } from "../live/api";
import { RoomDocument } from "../live/document";
import { EventStream } from "../live/events";
import { Pins } from "../pins/model";
import { PinTools } from "../pins/PinTools";
import { showPins } from "../pins/show";
import type { Snapshot } from "../types";
import { Account } from "./Account";
import { Announcements } from "./Announcements";
import { Banner } from "./Banner";
import { page, roomUrl, visitor } from "./data";
import { showMoves } from "./moving";
import { narrowTools } from "./narrow";
import { NudgesModel } from "./nudges/model";
import { showNudges, showOwnNudges } from "./nudges/show";
import { followReading, showProgress } from "./outline";
import { OwnTopicsModel } from "./own/model";
import { linkOwnTopics, showOwnTopics } from "./own/show";
import { pinTargets } from "./pin_targets";
import { measureReading } from "./reading/measure";
import { announceReviews } from "./reviews";
import { Status } from "./Status";
import { showSimulations } from "./show_simulations";
import { Simulations } from "./simulations";
import { RoomState } from "./state";
import { statusOf } from "./status_words";
import { Whereabouts } from "./whereabouts/model";
import { showWhereabouts } from "./whereabouts/show";

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
  const group = new RoomDocument(`${roomUrl}/document`, { readOnly, shared: true });
  const individual = page.exercises.some((each) => each.individual);
  const own = individual && !readOnly ? new RoomDocument(`${roomUrl}/own-document`) : null;
  return { group, own };
}

async function start(): Promise<void> {
  const api = new Api();
  const state = new RoomState(api);
  const guide = element("guide");
  const outline = document.querySelector<HTMLElement>(".cb-outline");
  render(<Account me={visitor.me} mayReview={visitor.may_review} />, element("cb-account"));
  const passages = new Passages(guide, findPlaces(guide));
  const first = await snapshot(api);
  state.load(first);
  const events = new EventStream(`${roomUrl}/events`, first.last_event_id);
  state.listen(events);
  const readOnly = !first.can.answer;
  const { group, own } = documents(readOnly);
  const kept = [group, ...(own ? [own] : [])];

  const model = new DiscussionModel({
    threads: state.threads,
    passages,
    marks: state.marks,
    writing: new Writing(state.threads, api, roomUrl),
    repliers: new Repliers(events, state.me.id),
    me: state.me,
    people: state.people,
    may: state.can,
  });
  const context: ExerciseContext = {
    group,
    own,
    api,
    roomUrl,
    editor: () => import("../exercises/text/editor/editor"),
    nonce: visitor.csp_nonce,
    topics: page.topics,
    me: state.me,
    people: state.people,
    can: first.can,
    individual: state.individual,
    reviews: state.reviews,
    handIns: state.handIns,
    peers: state.peers,
    changes: state.changes,
    onCode(exercise, hear) {
      const heard = events.on("code", ({ exercise_id }) => exercise_id === exercise && hear());
      // What happened while the connection was lost is not told again.
      const back = events.on("hello", hear);
      return () => {
        heard();
        back();
      };
    },
    commentCount: (anchor) => model.countAt(anchor),
    openDiscussion: (anchor) => model.openAnchor(anchor),
  };
  for (const definition of page.exercises) {
    const article = document.getElementById(`exercise-${definition.id}`);
    if (article) mountExercise(article, definition, context);
  }
  const ownTopics = new OwnTopicsModel(first, api, roomUrl);
  ownTopics.listen(events);
  const nudges = new NudgesModel(first, page, api, roomUrl, ownTopics);
  nudges.listen(events);
  showOwnTopics(ownTopics, model, context, guide, (topic, head) =>
    showOwnNudges(nudges, topic, head),
  );
  if (outline) linkOwnTopics(outline);
  announceReviews(events, liveRegion());
  showDiscussion(model, guide, element("cb-discussion"));

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
  const whereabouts = new Whereabouts(state.me, state.present, passages.places, events);
  showWhereabouts(whereabouts, events, outline, element("cb-presence"));
  const banner = document.createElement("div");
  document.querySelector(".cb-frame")?.before(banner);
  render(<Banner outdated={state.outdated} safe={safe} />, banner);
  const announced = document.createElement("div");
  announced.className = "cb-announcements";
  banner.before(announced);
  render(<Announcements said={state.announcements} />, announced);
  if (outline) {
    showProgress(outline, page, state.answered);
    followReading(outline);
    narrowTools(outline);
  }
  const simulations = new Simulations(api, state.kernel, events);
  const pins = new Pins({ api, roomUrl, events, simulations, me: state.me });
  showSimulations(simulations, (cell) => <PinTools pins={pins} cell={cell} />);
  showMoves(simulations.slots, events, state.me.id);
  showPins(pins, pinTargets(model, state, group, own));
  showNudges(nudges, outline);
  if (state.me.role === "member") measureReading(guide, `${roomUrl}/reading`);
  document.documentElement.dataset.ready = "true";
}

void start();
