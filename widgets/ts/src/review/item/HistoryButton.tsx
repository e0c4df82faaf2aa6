import { useEffect, useState } from "preact/hooks";
import { Dialog } from "../../discussion/parts/Dialog";
import { Words } from "../../exercises/history/Words";
import { Api } from "../../live/api";
import { t } from "../../words";
import { Html } from "../answer";
import { exactTime } from "../moments";
import type { WrittenVersion } from "./data";

interface HistoryProps {
  item: string;
  code: boolean;
}

/** The way to what the answer was before. */
export function HistoryButton(props: HistoryProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="cb-link-button cb-item__history"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t("exercise.history.title")}
      </button>
      {open && <HistoryDialog {...props} close={() => setOpen(false)} />}
    </>
  );
}

function useVersions(item: string) {
  const [versions, setVersions] = useState<WrittenVersion[] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    new Api()
      .get<WrittenVersion[]>(`/api/review/items/${item}/history`)
      .then((found) => setVersions(found.reverse()))
      .catch(() => setFailed(true));
  }, [item]);
  return { versions, failed };
}

function HistoryDialog({ item, code, close }: HistoryProps & { close: () => void }) {
  const { versions, failed } = useVersions(item);
  return (
    <Dialog title={t("exercise.history.title")} close={close} wide>
      {failed && <p role="alert">{t("exercise.history.problem")}</p>}
      {!versions && !failed && <p role="status">{t("exercise.history.loading")}</p>}
      {versions?.length === 0 && <p>{t("exercise.history.none")}</p>}
      <ol class="cb-past" aria-label={t("exercise.history.list")}>
        {versions?.map((version, index) => (
          <li key={version.revision}>
            <h3>
              {version.by.map(({ name }) => name).join(", ") || t("exercise.history.nobody")},{" "}
              <time dateTime={version.at}>{exactTime(version.at)}</time>
            </h3>
            <Version version={version} before={versions[index + 1] ?? null} code={code} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

interface VersionProps {
  version: WrittenVersion;
  before: WrittenVersion | null;
  code: boolean;
}

/** A text with what was changed in it; of the other kinds what it was. */
function Version({ version, before, code }: VersionProps) {
  if (version.value === null) return <p class="cb-quiet">{t("exercise.history.empty")}</p>;
  if (typeof version.value !== "string" || !before) {
    return <Html class="cb-prose" html={version.html} />;
  }
  return <Words before={String(before.value ?? "")} after={version.value} code={code} />;
}
