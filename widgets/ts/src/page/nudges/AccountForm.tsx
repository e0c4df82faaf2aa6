import { useState } from "preact/hooks";
import { useUnique } from "../../discussion/parts/useUnique";
import type { AccountChoice, Nudge } from "../../types";
import { t } from "../../words";
import { type Draft, missingIn, type NudgesModel } from "./model";
import { useDeed } from "./useDeed";

const CHOICES: readonly AccountChoice[] = ["pursue", "leave", "propose"];

function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

interface AccountFormProps {
  model: NudgesModel;
  nudge: Nudge;
  /** After it was suggested, or given up. */
  done: () => void;
  /** Whether there is something to go back to. */
  cancels: boolean;
}

/** What one of the group suggests that they say. */
export function AccountForm({ model, nudge, done, cancels }: AccountFormProps) {
  const id = useUnique();
  const { account } = nudge;
  const [choice, setChoice] = useState<AccountChoice | null>(account?.choice ?? null);
  const [words, setWords] = useState(account?.words ?? "");
  const [day, setDay] = useState(account?.by_day ?? "");
  const { busy, problem, say, run } = useDeed();
  const suggest = (event: Event) => {
    event.preventDefault();
    if (!choice) return;
    const draft: Draft = { choice, words, by_day: choice === "pursue" ? day || null : null };
    const missing = missingIn(draft);
    if (missing) say(missing);
    else run(() => model.suggest(nudge, draft), done);
  };
  return (
    <form class="cb-nudge__form" onSubmit={suggest} noValidate>
      <fieldset>
        <legend>{t("nudge.account.group")}</legend>
        {CHOICES.map((each) => (
          <label key={each} class="cb-nudge__choice">
            <input
              type="radio"
              name={id}
              value={each}
              checked={choice === each}
              onChange={() => setChoice(each)}
            />
            {t(`nudge.account.${each}`)}
          </label>
        ))}
      </fieldset>
      {choice === "pursue" && (
        <label class="cb-nudge__field">
          {t("nudge.account.day")}
          <input
            type="date"
            value={day}
            min={today()}
            required
            onChange={({ currentTarget }) => setDay(currentTarget.value)}
          />
        </label>
      )}
      {choice && (
        <label class="cb-nudge__field">
          {t(`nudge.account.${choice}.words`)}
          <textarea
            rows={2}
            value={words}
            maxLength={10_000}
            onInput={({ currentTarget }) => setWords(currentTarget.value)}
          />
        </label>
      )}
      {problem && (
        <p class="cb-nudge__problem" role="alert">
          {problem}
        </p>
      )}
      {choice && (
        <div class="cb-nudge__buttons">
          <button type="submit" class="cb-button cb-button--main" aria-disabled={busy}>
            {t("nudge.account.send")}
          </button>
          {cancels && (
            <button type="button" class="cb-button" onClick={done}>
              {t("nudge.account.cancel")}
            </button>
          )}
          <span class="cb-nudge__quiet">{t("nudge.account.note")}</span>
        </div>
      )}
    </form>
  );
}
