/** What the server sends and takes, as JSON. */

export type Role = "member" | "mentor" | "facilitator";

export interface Named {
  id: string;
  name: string;
}

export interface Person extends Named {
  role: Role;
  /** Whether the group chose them to moderate. */
  moderates?: boolean;
}

/** The exact text of a quoted passage with a little of what stands around it. */
export interface Quote {
  exact: string;
  prefix: string;
  suffix: string;
}

/** Where a passage stood in its cell's text: UTF-16 offsets, `end` behind its last. */
export interface Span {
  start: number;
  end: number;
}

/** What a thread hangs on; `ref` is a cell id, or an exercise id when the kind is exercise. */
export interface Anchor {
  kind: "cell" | "exercise" | "passage";
  ref: string;
  quote: Quote | null;
  position?: Span | null;
}

export type ReactionName = "thumbs-up" | "heart" | "idea" | "question" | "thanks" | "done";

/** Ids of those who reacted, first ones first. */
export type Reactions = Partial<Record<ReactionName, string[]>>;

export interface Comment {
  id: string;
  thread_id: string;
  author: Person;
  /** Markdown; null when deleted. */
  body: string | null;
  html: string;
  created_at: string;
  edited_at: string | null;
  deleted: boolean;
  version: number;
  /** Ids of those it mentions. */
  mentions: string[];
  reactions: Reactions;
  /** How often it was edited. */
  edits: number;
}

/** What a comment said at one time (`GET …/comments/<id>/history`). */
/** What an answer was at the end of a step; later versions have larger revisions. */
export interface AnswerVersion {
  revision: number;
  value: AnswerValue;
  by: Named[];
  began: string;
  at: string;
  /** Title of the group that it was taken over from, when theirs split off. */
  taken_from?: string | null;
}

export interface CommentVersion {
  version: number;
  body: string;
  html: string;
  at: string;
  by: Named;
}

export interface Thread {
  id: string;
  anchor: Anchor;
  resolved: boolean;
  version: number;
  created_at: string;
  comments: Comment[];
  /** Ids of the mentors who are called into it and have not replied since. */
  called: string[];
  /** In a snapshot: the comment up to which the visitor has read. */
  read_to?: string | null;
}

export type ReviewState = "seen" | "asks-for-more" | "accepted";

export interface Review {
  id: string;
  exercise_id: string;
  /** Whose answer is reviewed; null for the group's. */
  person_id: string | null;
  state: ReviewState;
  feedback: string;
  html: string;
  /** Rubric id to index of the level reached. */
  levels: Record<string, number>;
  reviewer: Named;
  at: string;
  version: number;
}

/** A group's answer, handed in again after a version of a review. */
export interface HandIn {
  exercise_id: string;
  /** Whose answer it is; null for the group's. */
  person_id: string | null;
  review_id: string;
  review_version: number;
  by: Named;
  /** Markdown to the mentor; may be empty. */
  words: string;
  html: string;
  at: string;
}

/** What one group says to another's answer; nobody is named. */
export interface PeerReview {
  id: string;
  feedback: string;
  html: string;
  levels: Record<string, number>;
  given: boolean;
  version: number;
  /** From 1 to 5: what the authors say of it. */
  useful: number | null;
}

/** `GET …/peers/<exercise>` */
export interface PeerState {
  exercise_id: string;
  to_give: (PeerReview & { answer_html: string })[];
  received: PeerReview[];
}

/** null stands for unanswered. */
export type AnswerValue = string | string[] | number | TableRow[] | Goal | Uploaded[] | null;

export type CellValue = string | number;

/** A row of a table with its filled cells, by column id. */
export interface TableRow {
  id: string;
  cells: Record<string, CellValue>;
}

/** What a group wants: in its own words, on which topic (or a new one's name), by which day. */
export interface Goal {
  text: string;
  topic: string | null;
  by: string | null;
  done: boolean;
}

/** A file as the server has kept it. */
export interface UploadedFile {
  id: string;
  name: string;
  type: string;
  /** In bytes. */
  size: number | null;
  /** Of a picture, in pixels. */
  width: number | null;
  height: number | null;
}

/** A file of an answer. */
export interface Uploaded extends UploadedFile {
  /** What it shows, in words. */
  caption: string;
}

export interface IndividualAnswer {
  person_id: string;
  value: AnswerValue;
  changed_after_reveal: boolean;
}

export interface IndividualState {
  exercise_id: string;
  revealed: boolean;
  /** Ids of the members who have handed in. */
  handed_in: string[];
  /** Empty until revealed. */
  answers: IndividualAnswer[];
}

export interface Choice {
  id: string;
  /** Markdown. */
  label: string;
  /** The label rendered by the server, where it did. */
  html?: string;
}

export interface TextOptions {
  placeholder: string | null;
  min_words: number | null;
}

export interface ChoiceOptions {
  choices: Choice[];
  many: boolean;
}

export interface ScaleOptions {
  low: number;
  high: number;
  low_label: string;
  high_label: string;
}

/** On the review page the expected answer is there too; members never get it. */
export interface NumberOptions {
  unit: string | null;
  minimum: number | null;
  maximum: number | null;
  answer?: number | null;
  tolerance?: number | null;
}

export interface OrderOptions {
  items: Choice[];
}

export interface TableColumn {
  id: string;
  label: string;
  kind: "text" | "number" | "choice";
  unit: string | null;
  minimum: number | null;
  maximum: number | null;
  choices: Choice[] | null;
}

/** Without rows, members add them. */
export interface TableOptions {
  rows: Choice[] | null;
  columns: TableColumn[];
}

/** Ids of topics to choose from; null stands for all of the workbook. */
export interface GoalOptions {
  topics: string[] | null;
}

export type Sort = "image" | "pdf" | "text";

export interface UploadOptions {
  accept: Sort[];
  most: number;
  largest_mb: number;
}

export interface CodeOptions {
  starter: string;
  seconds: number;
  memory_mb: number;
}

export type CodeOutput =
  | { kind: "text" | "error"; text: string }
  | { kind: "html"; html: string }
  /** `png` in base64. */
  | { kind: "picture"; png: string; width: number; height: number; text: string };

export type CodeStage =
  | "waiting"
  | "running"
  | "done"
  | "failed"
  | "stopped"
  | "too-long"
  | "too-much-memory"
  | "too-much-output"
  | "died";

/** Code that runs or ran (`GET …/code/<exercise>`). */
export interface CodeState {
  state: CodeStage;
  code: string;
  cut: boolean;
  by: Named;
  began: string;
  ended: string | null;
  /** How many of the outputs the page had; the others follow. */
  since: number;
  /** To be sent with the next question. */
  known: string;
  outputs: CodeOutput[];
}

export interface RubricLine {
  id: string;
  label: string;
  levels: string[];
}

interface ExerciseBase {
  id: string;
  /** Markdown. */
  prompt: string;
  topic: string | null;
  individual: boolean;
  required: boolean;
  hint: string | null;
  /** The hint rendered by the server, where it did. */
  hint_html?: string | null;
  /** A date, YYYY-MM-DD. */
  due: string | null;
  /** When individual answers are shown at the latest: local time of the cohort, without an offset. */
  reveal_at: string | null;
  rubric: RubricLine[] | null;
  cell_id?: string;
}

export interface TextExercise extends ExerciseBase {
  kind: "text";
  options: TextOptions;
}

export interface ChoiceExercise extends ExerciseBase {
  kind: "choice";
  options: ChoiceOptions;
}

export interface ScaleExercise extends ExerciseBase {
  kind: "scale";
  options: ScaleOptions;
}

export interface NumberExercise extends ExerciseBase {
  kind: "number";
  options: NumberOptions;
}

export interface OrderExercise extends ExerciseBase {
  kind: "order";
  options: OrderOptions;
}

export interface TableExercise extends ExerciseBase {
  kind: "table";
  options: TableOptions;
}

export interface GoalExercise extends ExerciseBase {
  kind: "goal";
  options: GoalOptions;
}

export interface UploadExercise extends ExerciseBase {
  kind: "upload";
  options: UploadOptions;
}

export interface CodeExercise extends ExerciseBase {
  kind: "code";
  options: CodeOptions;
}

export interface DiscussExercise extends ExerciseBase {
  kind: "discuss";
  options: Record<string, never>;
}

export type ExerciseDefinition =
  | TextExercise
  | ChoiceExercise
  | ScaleExercise
  | NumberExercise
  | OrderExercise
  | TableExercise
  | GoalExercise
  | UploadExercise
  | CodeExercise
  | DiscussExercise;

export interface SectionData {
  id: string;
  title: string;
  topic: string | null;
  /** Exercise ids, in order. */
  exercises: string[];
}

/** The page's own data: the same bytes for every visitor (`#cb-page`). */
export interface PageData {
  group: { id: string; title: string };
  workbook: { id: string; title: string; summary: string; minutes: number | null };
  cohort: { id: string; title: string };
  topics: Record<string, string>;
  sections: SectionData[];
  exercises: ExerciseDefinition[];
  version: string;
}

/** Who looks at the page (`#cb-visitor`). */
export interface VisitorData {
  me: Person;
  may_review: boolean;
  /** What this person chose; null for that of the browser. */
  language: string | null;
  /** The names of those that there are, by code. */
  languages: Record<string, string>;
  /** Whether people are written to, and can choose how. */
  by_mail: boolean;
  csp_nonce?: string;
}

export type KernelPhase =
  | "none"
  | "waiting"
  | "starting"
  | "ready"
  | "restarting"
  | "failed"
  | "stopped"
  | "full";

export interface KernelState {
  state: KernelPhase;
  generation: number;
  message: string | null;
}

/** A library of widgets that is installed beside the server, as an extension of JupyterLab. */
export interface WidgetExtension {
  name: string;
  url: string;
  /** The name of its module that registers the library. */
  module: string;
}

/** `GET …/kernel`. */
export interface KernelDetails extends KernelState {
  kernel_id?: string;
  extensions?: WidgetExtension[];
  page_config?: Record<string, unknown>;
  /** Outputs of the cells that hold widgets, by cell id; when ready. */
  outputs?: Record<string, unknown[]>;
}

type Plain = string | number | boolean | null;
export type SettingValue = Plain | Plain[] | Record<string, Plain>;

/** How one control of a simulation is set. */
export interface Setting {
  /** Which control of its cell, in the order in which its widgets are found. */
  place: number;
  key: string;
  value: SettingValue;
  label: string;
  /** The value in words, where it is but a number for them. */
  shown: string | null;
}

/** A state of a simulation that somebody kept (`GET …/pins`). */
export interface Pin {
  id: string;
  cell_id: string;
  settings: Setting[];
  /** Of the picture, in pixels, where there is one. */
  picture: { width: number; height: number } | null;
  by: Named;
  at: string;
}

export type NudgeKind = "reminder" | "challenge" | "follow-up";

/** The figures a nudge was sent on. */
export interface NudgeFacts {
  exercises: number;
  answered: number;
  comments: number;
  seconds: number;
  readers: number;
  members: number;
  moves: number;
  due: string | null;
}

/** The group's own earlier words. */
export interface QuotedWords {
  kind: "goal" | "answer" | "comment";
  workbook: string;
  /** Id of the exercise or of the comment. */
  ref: string;
  html: string;
  by: Named[];
  at: string;
}

export type AccountChoice = "pursue" | "leave" | "propose";

/** What the group says to a nudge; it is given once enough of them agree. */
export interface NudgeAccount {
  version: number;
  choice: AccountChoice;
  words: string;
  by_day: string | null;
  by: Named;
  at: string;
  agreed: Named[];
  given: boolean;
}

export interface NudgeReply {
  id: string;
  by: Named;
  html: string;
  at: string;
}

export interface Nudge {
  id: string;
  topic: string;
  kind: NudgeKind;
  rule: string | null;
  sent_by: Named | null;
  sent_at: string;
  /** Plain text with {topic}, {group}, {workbook} and {due} in it; empty for the usual words. */
  words: string;
  facts: NudgeFacts | null;
  quote: QuotedWords | null;
  follows: string | null;
  outcome: "kept" | "asked" | null;
  account: NudgeAccount | null;
  replies: NudgeReply[];
  /** Whether the group has still to give its account. */
  open: boolean;
}

export interface Permissions {
  answer: boolean;
  comment: boolean;
  review: boolean;
  reveal: boolean;
  account: boolean;
  nudge: boolean;
  topics: boolean;
}

/** A topic that the group added to its workbook; its text is the answer to `exercise`. */
export interface OwnTopic {
  id: string;
  title: string;
  why: string;
  /** `why`, rendered and sanitised by the server. */
  html: string;
  by_day: string | null;
  by: Named;
  at: string;
  closed: boolean;
  version: number;
  exercise: TextExercise;
}

/** `GET /api/rooms/<group>/<workbook>`. */
/** What the facilitator announces; the HTML was sanitised by the server. */
export interface Announcement {
  id: string;
  html: string;
  by: Named;
  at: string;
}

export interface Snapshot {
  announcements: Announcement[];
  me: Person;
  can: Permissions;
  people: Person[];
  threads: Thread[];
  reviews: Review[];
  hand_ins: HandIn[];
  own_topics: OwnTopic[];
  /** Exercises at which groups review one another. */
  peers: string[];
  answered: string[];
  nudges: Nudge[];
  individual: Record<string, IndividualState>;
  kernel: KernelState;
  last_event_id: number;
  page_version: string;
}

/** A comment as it is now, and who is called into its thread. */
export interface CommentNews {
  thread_id: string;
  comment: Comment;
  called: string[];
}

/** What each kind of event carries in `data`. */
export interface EventData {
  "thread.created": { thread: Thread };
  "comment.created": CommentNews;
  "comment.edited": CommentNews;
  "comment.deleted": CommentNews;
  "comment.reacted": { thread_id: string; comment_id: string; reactions: Reactions };
  "thread.resolved": { thread: Thread };
  "thread.reopened": { thread: Thread };
  "answer.changed": { exercise_id: string; answered: boolean };
  "individual.handed_in": { exercise_id: string; person_id: string };
  "individual.withdrawn": { exercise_id: string; person_id: string };
  "individual.revealed": { exercise_id: string };
  "review.given": { review: Review };
  "pin.kept": { pin_id: string; cell_id: string };
  "pin.removed": { pin_id: string; cell_id: string };
  "review.handed_in": { hand_in: HandIn };
  "peers.changed": { exercise_id: string };
  "workbook.restamped": Record<string, never>;
  "own_topic.added": { topic: OwnTopic };
  "own_topic.changed": { topic: OwnTopic };
  "nudge.sent": { nudge: Nudge };
  "nudge.account": { nudge: Nudge };
  "nudge.agreed": { nudge: Nudge };
  "nudge.replied": { nudge: Nudge };
  "nudge.followed": { nudge: Nudge };
}

/** Events that are not kept: their fields stand beside `type`. */
/** A point of the guide: a place, and how far down in it, from 0 to 1. */
export interface Spot {
  place: string;
  at: number;
}

export interface EphemeralData {
  hello: { last_event_id: number; server_time: string };
  presence: { people: Person[] };
  announcements: { announcements: Announcement[] };
  kernel: KernelState;
  /** Of the kernel of one's own. */
  "kernel.alone": KernelState;
  /** There is news of an exercise's code: it runs, has shown something, has ended. */
  code: { exercise_id: string };
  "page.changed": { version: string };
  /** Where those read who moved, by person. */
  reading: { spots: Record<string, Spot> };
  /** Whom all are asked to follow. */
  leading: { person: Named | null };
  /** Somebody is writing a reply. */
  "comment.writing": { person: Named; thread_id: string };
  /** Somebody moves a control of a simulation; it is named by its widget's id. */
  "simulation.moved": { person: Named; control: string };
  /** Somebody has read something in another tab of theirs. */
  "thread.read": { thread_id: string; comment_id: string };
}

export type DurableType = keyof EventData;
export type EphemeralType = keyof EphemeralData;

export interface DurableEvent<T extends DurableType = DurableType> {
  id: number;
  type: T;
  at: string;
  actor: Named | null;
  data: EventData[T];
}

export type EphemeralEvent<T extends EphemeralType = EphemeralType> = {
  type: T;
} & EphemeralData[T];

export type EventMessage = DurableEvent | EphemeralEvent | { type: "beat" };
