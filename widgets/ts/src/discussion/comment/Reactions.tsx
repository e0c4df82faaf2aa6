import { useState } from "preact/hooks";
import type { Comment, ReactionName } from "../../types";
import { locale, t } from "../../words";
import type { DiscussionModel } from "../model";
import { Icon } from "../parts/Icon";
import { Popup } from "../parts/Popup";
import { useUnique } from "../parts/useUnique";
import { problemOf } from "../problem";

const NAMES: readonly ReactionName[] = ["thumbs-up", "heart", "idea", "question", "thanks", "done"];

const list = new Intl.ListFormat(locale);

interface ReactionsProps {
  comment: Comment;
  model: DiscussionModel;
}

function whoOf(ids: readonly string[], model: DiscussionModel): string {
  const known = new Map(model.people.value.map((person) => [person.id, person.name]));
  return list.format(
    ids.map((id) =>
      id === model.me.id
        ? t("discussion.reaction.you")
        : (known.get(id) ?? t("discussion.reaction.former")),
    ),
  );
}

function Chip({
  name,
  ids,
  react,
  model,
}: {
  name: ReactionName;
  ids: readonly string[];
  react: ((name: ReactionName, present: boolean) => void) | null;
  model: DiscussionModel;
}) {
  const id = useUnique();
  const mine = ids.includes(model.me.id);
  const word = t(`discussion.reaction.${name}`);
  const who = whoOf(ids, model);
  return (
    <span class="cb-reaction-around">
      <button
        type="button"
        class="cb-reaction"
        data-reaction={name}
        aria-pressed={mine}
        aria-label={t("discussion.reaction.count", { name: word, count: ids.length })}
        aria-describedby={id}
        aria-disabled={react === null}
        onClick={() => react?.(name, !mine)}
      >
        <Icon name={name} />
        <span>{ids.length}</span>
      </button>
      <span class="cb-tip" role="tooltip" id={id}>
        {t("discussion.reaction.who", { name: word, who })}
      </span>
    </span>
  );
}

/** What was said to a comment without words, and a way to say it. */
export function Reactions({ comment, model }: ReactionsProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const may = model.may.value.comment;
  const react = async (name: ReactionName, present: boolean) => {
    setProblem(null);
    try {
      await model.write.react(comment, name, present);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const given = NAMES.flatMap((name) => {
    const ids = comment.reactions[name] ?? [];
    return ids.length > 0 ? [{ name, ids }] : [];
  });
  return (
    <>
      {given.map(({ name, ids }) => (
        <Chip key={name} name={name} ids={ids} react={may ? react : null} model={model} />
      ))}
      {may && (
        <Popup icon="react" label={t("discussion.react")} class="cb-react">
          {(close) => (
            <div class="cb-react__choices">
              {NAMES.map((name) => {
                const mine = comment.reactions[name]?.includes(model.me.id) ?? false;
                const word = t(`discussion.reaction.${name}`);
                return (
                  <button
                    key={name}
                    type="button"
                    class="cb-icon-button"
                    aria-label={word}
                    title={word}
                    aria-pressed={mine}
                    onClick={() => {
                      close();
                      void react(name, !mine);
                    }}
                  >
                    <Icon name={name} size={18} />
                  </button>
                );
              })}
            </div>
          )}
        </Popup>
      )}
      {problem && (
        <span class="cb-comment__problem" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
