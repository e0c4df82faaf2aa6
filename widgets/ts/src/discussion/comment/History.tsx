import { useEffect, useState } from "preact/hooks";
import type { Comment, CommentVersion } from "../../types";
import { t } from "../../words";
import type { DiscussionModel } from "../model";
import { Dialog } from "../parts/Dialog";
import { Moment } from "../parts/Moment";
import { problemOf } from "../problem";
import { Words } from "./Words";

interface HistoryProps {
  comment: Comment;
  model: DiscussionModel;
  close: () => void;
}

/** Everything a comment said at any time, what it says now first. */
export function History({ comment, model, close }: HistoryProps) {
  const [versions, setVersions] = useState<CommentVersion[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    model.write
      .history(comment)
      .then((found) => setVersions(found.reverse()))
      .catch((error: unknown) => setProblem(problemOf(error)));
  }, [comment, model]);
  return (
    <Dialog title={t("discussion.history", { name: comment.author.name })} close={close}>
      {problem && <p role="alert">{problem}</p>}
      {!versions && !problem && <p class="cb-quiet">{t("discussion.history.loading")}</p>}
      <ol class="cb-history">
        {versions?.map((version, index) => (
          <li key={version.version}>
            <p class="cb-history__when">
              <strong>
                {index === 0
                  ? t("discussion.history.now")
                  : t("discussion.history.version", { count: version.version })}
              </strong>{" "}
              <Moment at={version.at} />
            </p>
            <Words html={version.html} me={model.me.id} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
