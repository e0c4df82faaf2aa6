import type { ReadonlySignal } from "@preact/signals";
import { t } from "../words";
import { Icon } from "./Icon";
import type { Individual } from "./individual";
import { localMoment } from "./moments";
import { RevealButton } from "./RevealButton";

interface HandInProps {
  individual: Individual;
  /** May answer, so may hand in. */
  mayAnswer: boolean;
  mayReveal: boolean;
  answered: boolean;
  /** Handing in what the server does not yet hold would hand in something older. */
  unsaved: ReadonlySignal<boolean>;
  /** When all are shown at the latest, if at any time. */
  revealAt: string | null;
}

function WhoHasHandedIn({ individual }: { individual: Individual }) {
  const { handed_in } = individual.state.value;
  const members = individual.members.value;
  if (!members.length) return null;
  const count = members.filter(({ id }) => handed_in.includes(id)).length;
  return (
    <div class="cb-handed">
      <p class="cb-handed__count">
        {t("exercise.handed-in.count", { some: count, all: members.length })}
      </p>
      <ul class="cb-handed__people">
        {members.map(({ id, name }) => {
          const done = handed_in.includes(id);
          return (
            <li
              key={id}
              class={done ? "cb-handed__person cb-handed__person--done" : "cb-handed__person"}
            >
              {done && <Icon name="check" />}
              {name}
              <span class="cb-unseen">
                {" "}
                {done ? t("exercise.handed-in.done") : t("exercise.handed-in.not-yet")}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What of the catalogue is said of the step, and of when the answers are shown. */
function noteOf(handedIn: boolean, revealAt: string | null): string {
  const at = revealAt === null ? "" : localMoment(revealAt);
  if (handedIn)
    return at ? t("exercise.hand-in.waiting.at", { at }) : t("exercise.hand-in.waiting");
  return at ? t("exercise.hand-in.private.at", { at }) : t("exercise.hand-in.private");
}

type OwnStepProps = Omit<HandInProps, "mayAnswer" | "mayReveal">;

function OwnStep({ individual, answered, unsaved, revealAt }: OwnStepProps) {
  const handedIn = individual.stage.value === "handed-in";
  const waits = !handedIn && (!answered || unsaved.value);
  return (
    <div class="cb-hand-in__step">
      <p class="cb-hand-in__note">{noteOf(handedIn, revealAt)}</p>
      <button
        type="button"
        class={handedIn ? "cb-button" : "cb-button cb-button--main"}
        aria-disabled={waits || individual.busy.value}
        onClick={() => {
          if (handedIn) individual.withdraw();
          else if (!waits) individual.handIn();
        }}
      >
        {handedIn ? t("exercise.hand-in.withdraw") : t("exercise.hand-in")}
      </button>
    </div>
  );
}

/** Until the reveal: one's own step, and how far the others are. */
export function HandIn(props: HandInProps) {
  const { individual, mayAnswer, mayReveal } = props;
  const problem = individual.problem.value;
  return (
    <div class="cb-hand-in">
      {mayAnswer && <OwnStep {...props} />}
      <WhoHasHandedIn individual={individual} />
      {mayReveal && <RevealButton individual={individual} />}
      {problem && (
        <p class="cb-hand-in__problem" role="alert">
          {t(`exercise.request.${problem}`)}
        </p>
      )}
    </div>
  );
}
