import type { UploadOptions } from "../../types";
import { t } from "../../words";
import { problemWords } from "./files";
import type { Outgoing, Sending } from "./sending";

interface OutgoingCardProps {
  outgoing: Outgoing;
  sending: Sending;
  options: UploadOptions;
}

/** A file that has not arrived yet. */
export function OutgoingCard({ outgoing, sending, options }: OutgoingCardProps) {
  const { key, file, state, progress, problem } = outgoing;
  const failed = state === "failed";
  return (
    <li class={failed ? "cb-upload__card cb-upload__card--failed" : "cb-upload__card"}>
      <p class="cb-upload__name">{file.name}</p>
      {failed ? (
        <p class="cb-upload__problem" role="alert">
          {problemWords(problem, options)}
        </p>
      ) : (
        <progress
          aria-label={t("exercise.upload.sending", { name: file.name })}
          value={progress}
          max={1}
        />
      )}
      <div class="cb-upload__tools">
        {failed && (
          <button type="button" class="cb-quiet" onClick={() => sending.again(key)}>
            {t("exercise.upload.again")}
          </button>
        )}
        <button
          type="button"
          class="cb-quiet"
          aria-label={t("exercise.upload.cancel", { name: file.name })}
          onClick={() => sending.drop(key)}
        >
          {t(failed ? "exercise.upload.leave" : "exercise.upload.stop")}
        </button>
      </div>
    </li>
  );
}
