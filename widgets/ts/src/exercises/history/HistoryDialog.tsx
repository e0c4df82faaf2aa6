import { useEffect, useState } from "preact/hooks";
import { Avatar } from "../../discussion/Avatar";
import { Dialog } from "../../discussion/parts/Dialog";
import { Moment } from "../../discussion/parts/Moment";
import { useUnique } from "../../discussion/parts/useUnique";
import { exactTime } from "../../review/moments";
import type { AnswerVersion } from "../../types";
import { t } from "../../words";
import type { Answerable } from "../kinds/form";
import type { ExerciseModel } from "../model";
import { Difference } from "./Difference";
import { type Comparison, compared, inOrder, sameValue } from "./versions";

function namesOf({ by }: AnswerVersion, me: string): string {
  if (by.length === 0) return t("exercise.history.nobody");
  return by.map(({ id, name }) => (id === me ? t("exercise.history.mine") : name)).join(", ");
}

interface TimelineProps {
  versions: AnswerVersion[];
  chosen: AnswerVersion;
  me: string;
  choose: (version: AnswerVersion) => void;
}

function Timeline({ versions, chosen, me, choose }: TimelineProps) {
  return (
    <ol class="cb-timeline" aria-label={t("exercise.history.list")}>
      {versions.map((version, index) => (
        <li key={version.revision}>
          <button type="button" aria-current={version === chosen} onClick={() => choose(version)}>
            <span class="cb-timeline__people">
              {version.by.map((person) => (
                <Avatar key={person.id} person={person} />
              ))}
            </span>
            <span class="cb-timeline__words">
              <strong>{namesOf(version, me)}</strong>
              <span>
                {index === 0 && `${t("exercise.history.now")} · `}
                <Moment at={version.at} />
                {version.taken_from &&
                  ` · ${t("exercise.history.taken", { group: version.taken_from })}`}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

interface ComparisonFieldProps {
  versions: AnswerVersion[];
  chosen: AnswerVersion;
  me: string;
  value: Comparison;
  change: (comparison: Comparison) => void;
}

function ComparisonField({ versions, chosen, me, value, change }: ComparisonFieldProps) {
  const others = versions.filter((each) => each !== chosen);
  return (
    <label class="cb-compare">
      {t("exercise.history.compared")}{" "}
      <select
        value={String(value)}
        onChange={({ currentTarget: { value: picked } }) =>
          change(picked === "before" || picked === "nothing" ? picked : Number(picked))
        }
      >
        <option value="before">{t("exercise.history.compared.before")}</option>
        <option value="nothing">{t("exercise.history.compared.nothing")}</option>
        {others.map((version) => (
          <option key={version.revision} value={version.revision}>
            {t("exercise.history.compared.version", {
              when: exactTime(version.at),
              names: namesOf(version, me),
            })}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ChosenProps {
  model: ExerciseModel;
  versions: AnswerVersion[];
  chosen: AnswerVersion;
  close: () => void;
}

function Chosen({ model, versions, chosen, close }: ChosenProps) {
  const [comparison, setComparison] = useState<Comparison>("before");
  const label = useUnique();
  const { answer, readOnly, context } = model;
  const [before, after] = inOrder(chosen, compared(versions, chosen, comparison));
  const restorable = !readOnly.value && answer && !sameValue(answer.value.value, chosen.value);
  const restore = () => {
    answer?.set(chosen.value);
    close();
  };
  return (
    <section class="cb-version" aria-labelledby={label}>
      <h3 id={label}>
        {namesOf(chosen, context.me.id)}, <time dateTime={chosen.at}>{exactTime(chosen.at)}</time>
      </h3>
      {versions.length > 1 && (
        <ComparisonField
          versions={versions}
          chosen={chosen}
          me={context.me.id}
          value={comparison}
          change={setComparison}
        />
      )}
      <div class="cb-answer cb-version__answer">
        <Difference
          definition={model.definition as Answerable}
          before={before?.value}
          after={after.value}
          label={label}
        />
      </div>
      {restorable && (
        <div class="cb-version__restore">
          <button type="button" class="cb-button cb-button--main" onClick={restore}>
            {t("exercise.history.restore")}
          </button>
          <p class="cb-quiet-words">
            {t(model.individual ? "exercise.history.restore.own" : "exercise.history.restore.note")}
          </p>
        </div>
      )}
    </section>
  );
}

function useVersions({ context, definition }: ExerciseModel) {
  const [versions, setVersions] = useState<AnswerVersion[] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const url = `${context.roomUrl}/answers/${definition.id}/history`;
    context.api
      ?.get<AnswerVersion[]>(url)
      .then((found) => setVersions(found.reverse()))
      .catch(() => setFailed(true));
  }, []);
  return { versions, failed };
}

interface HistoryDialogProps {
  model: ExerciseModel;
  close: () => void;
}

/** Everything an answer was, the newest first; any version can be compared and brought back. */
export function HistoryDialog({ model, close }: HistoryDialogProps) {
  const { versions, failed } = useVersions(model);
  const [revision, setRevision] = useState<number | null>(null);
  const chosen = versions?.find((each) => each.revision === revision) ?? versions?.[0];
  return (
    <Dialog title={t("exercise.history.title")} close={close} wide>
      {failed && <p role="alert">{t("exercise.history.problem")}</p>}
      {!versions && !failed && <p role="status">{t("exercise.history.loading")}</p>}
      {versions && !chosen && <p>{t("exercise.history.none")}</p>}
      {versions && chosen && (
        <div class="cb-versions">
          <Timeline
            versions={versions}
            chosen={chosen}
            me={model.context.me.id}
            choose={(version) => setRevision(version.revision)}
          />
          <Chosen
            key={chosen.revision}
            model={model}
            versions={versions}
            chosen={chosen}
            close={close}
          />
        </div>
      )}
    </Dialog>
  );
}
