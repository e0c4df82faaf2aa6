import { useState } from "preact/hooks";
import { Dialog } from "../../discussion/parts/Dialog";
import { useUnique } from "../../discussion/parts/useUnique";
import { t } from "../../words";
import type { NudgesModel } from "./model";
import { useDeed } from "./useDeed";

const KINDS = ["reminder", "challenge"] as const;

interface FormProps {
  model: NudgesModel;
  topic: string;
  close: () => void;
}

function WriteForm({ model, topic, close }: FormProps) {
  const id = useUnique();
  const [kind, setKind] = useState<(typeof KINDS)[number]>("reminder");
  const [words, setWords] = useState("");
  const [quote, setQuote] = useState(true);
  const { busy, problem, run } = useDeed();
  const send = (event: Event) => {
    event.preventDefault();
    run(() => model.send(topic, kind, words, quote && kind === "reminder"), close);
  };
  return (
    <form class="cb-nudge__form" onSubmit={send}>
      <fieldset>
        <legend>{t("nudge.write.kind")}</legend>
        {KINDS.map((each) => (
          <label key={each} class="cb-nudge__choice">
            <input type="radio" name={id} checked={kind === each} onChange={() => setKind(each)} />
            {t(`nudge.write.${each}`)}
          </label>
        ))}
      </fieldset>
      <label class="cb-nudge__field">
        {t("nudge.write.words")}
        <textarea
          rows={3}
          value={words}
          maxLength={2_000}
          placeholder={t("nudge.write.words.hint")}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </label>
      {kind === "reminder" && (
        <label class="cb-nudge__choice">
          <input
            type="checkbox"
            checked={quote}
            onChange={({ currentTarget }) => setQuote(currentTarget.checked)}
          />
          {t("nudge.write.quote")}
        </label>
      )}
      <p class="cb-nudge__quiet">{t("nudge.write.note")}</p>
      {problem && (
        <p class="cb-nudge__problem" role="alert">
          {problem}
        </p>
      )}
      <div class="cb-nudge__buttons">
        <button type="submit" class="cb-button cb-button--main" aria-disabled={busy}>
          {t("nudge.write.send")}
        </button>
      </div>
    </form>
  );
}

/** For those who accompany the group: write to it about a topic. */
export function WriteNudge({ model, topic }: { model: NudgesModel; topic: string }) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <button
        type="button"
        class="cb-nudge__write"
        aria-label={`${t("nudge.write")}: ${model.titleOf(topic)}`}
        onClick={() => setOpen(true)}
      >
        {t("nudge.write")}
      </button>
      {open && (
        <Dialog title={t("nudge.write.title", { topic: model.titleOf(topic) })} close={close}>
          <WriteForm model={model} topic={topic} close={close} />
        </Dialog>
      )}
    </>
  );
}
