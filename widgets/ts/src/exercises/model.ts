import { computed, type ReadonlySignal } from "@preact/signals";
import * as Y from "yjs";
import type { RoomDocument } from "../live/document";
import type { SaveState } from "../live/save";
import type { Anchor, ExerciseDefinition, HandIn, Review } from "../types";
import { Answer } from "./answer";
import { Individual } from "./individual";
import { answerNames, formOf } from "./kinds/forms";
import { type Writing, writingOf } from "./text/writing";
import type { ExerciseContext, LastChange } from "./types";

/** Everything the view of one exercise shows and does. */
export class ExerciseModel {
  /** Null where there is nothing to write: a discussion, or somebody else's own answer. */
  readonly answer: Answer | null;
  readonly individual: Individual | null;
  readonly anchor: Anchor;
  readonly writing: Writing | null;
  readonly commentCount: ReadonlySignal<number>;
  /** True until the document has arrived: what stands there is not yet the answer. */
  readonly loading: ReadonlySignal<boolean>;
  readonly readOnly: ReadonlySignal<boolean>;
  /** Whether radios are chosen that may be unchosen. */
  readonly clearable: ReadonlySignal<boolean>;
  readonly saveState: ReadonlySignal<SaveState>;
  readonly unsaved: ReadonlySignal<boolean>;
  readonly reviews: ReadonlySignal<Review[]>;
  readonly lastChange: ReadonlySignal<LastChange | null>;

  constructor(
    readonly definition: ExerciseDefinition,
    readonly context: ExerciseContext,
  ) {
    const { id, individual } = definition;
    const names = answerNames(definition);
    const room = individual ? context.own : context.group;
    this.individual = individual ? new Individual(id, context) : null;
    this.answer = this.makeAnswer(room);
    this.writing = writingOf(context, room);
    this.anchor = { kind: "exercise", ref: id, quote: null };
    this.commentCount = context.commentCount(this.anchor);
    this.loading = computed(() => room !== null && !room.loaded.value);
    this.readOnly = computed(
      () =>
        this.loading.value ||
        !context.can.answer ||
        this.individual?.stage.value === "handed-in" ||
        room?.refusal.value === "forbidden",
    );
    const form = formOf(definition);
    const radios = form?.radios?.(definition as never) ?? false;
    this.clearable = computed(
      () =>
        radios && !this.readOnly.value && this.answer !== null && this.answer.value.value !== null,
    );
    const states = room ? names.map((name) => room.saveStateOf(name)) : [];
    this.saveState = computed(
      () => states.map((state) => state.value).find((state) => state !== "saved") ?? "saved",
    );
    this.unsaved = computed(() => names.some((name) => room?.unsaved.value.has(name) ?? false));
    this.reviews = computed(() =>
      context.reviews.value.filter(
        (review) =>
          review.exercise_id === id &&
          (review.person_id === null || review.person_id === context.me.id),
      ),
    );
    this.lastChange = computed(() => context.changes?.value[id] ?? null);
  }

  /** With what an answer waits again for a mentor, after a review. */
  handInAfter(review: Review): HandIn | null {
    const found = this.context.handIns?.value.find(
      (each) => each.review_id === review.id && each.review_version === review.version,
    );
    return found ?? null;
  }

  readonly openDiscussion = (): void => this.context.openDiscussion(this.anchor);

  destroy(): void {
    this.answer?.destroy();
  }

  private makeAnswer(room: RoomDocument | null): Answer | null {
    const { definition, context } = this;
    if (definition.kind === "discuss") return null;
    if (room) return new Answer(room.doc, definition);
    const preview = context.group === null;
    return preview ? new Answer(new Y.Doc(), definition) : null;
  }
}
