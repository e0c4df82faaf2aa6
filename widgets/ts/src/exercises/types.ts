import type { ReadonlySignal } from "@preact/signals";
import type { Api } from "../live/api";
import type { RoomDocument } from "../live/document";
import type { Anchor, HandIn, IndividualState, Named, PeerState, Person, Review } from "../types";
import type { EditorModule } from "./text/contract";

/** Who changed an answer last, and when (ISO 8601). */
export interface LastChange {
  by: Named;
  at: string;
}

/** What an exercise needs of the page around it. */
export interface ExerciseContext {
  /** The group's document; null in the preview, where nothing is kept. */
  group: RoomDocument | null;
  /** The visitor's own document, for individual exercises. */
  own: RoomDocument | null;
  api: Api | null;
  /** `/api/rooms/<group>/<workbook>` */
  roomUrl: string;
  /** Fetches the text editor, which no page needs before somebody writes. */
  editor?: () => Promise<EditorModule>;
  /** What the page's policy wants of style elements, if anything. */
  nonce?: string | undefined;
  /** Titles of the workbook's topics, by id. */
  topics?: Record<string, string>;
  me: Person;
  people: ReadonlySignal<Person[]>;
  can: { answer: boolean; reveal: boolean };
  individual: ReadonlySignal<Record<string, IndividualState>>;
  reviews: ReadonlySignal<Review[]>;
  /** What the group handed in again; only what no mentor has reviewed since counts. */
  handIns?: ReadonlySignal<HandIn[]>;
  /** Where groups review one another, by exercise id. */
  peers?: ReadonlySignal<Record<string, PeerState>>;
  /** By exercise id, where known. */
  changes?: ReadonlySignal<Record<string, LastChange>>;
  onCode?: (exercise: string, hear: () => void) => () => void;
  commentCount(anchor: Anchor): ReadonlySignal<number>;
  openDiscussion(anchor: Anchor): void;
}
