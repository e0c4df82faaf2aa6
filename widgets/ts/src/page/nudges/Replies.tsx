import { useState } from "preact/hooks";
import { Moment } from "../../discussion/parts/Moment";
import { useUnique } from "../../discussion/parts/useUnique";
import type { Nudge } from "../../types";
import { t } from "../../words";
import type { NudgesModel } from "./model";
import { useDeed } from "./useDeed";

function ReplyForm({ model, nudge }: { model: NudgesModel; nudge: Nudge }) {
  const id = useUnique();
  const [words, setWords] = useState("");
  const { busy, problem, say, run } = useDeed();
  const send = (event: Event) => {
    event.preventDefault();
    if (!words.trim()) say("words");
    else
      run(
        () => model.reply(nudge, words),
        () => setWords(""),
      );
  };
  return (
    <form class="cb-nudge__form" onSubmit={send}>
      <label class="cb-nudge__field" for={id}>
        {t("nudge.reply.label")}
      </label>
      <textarea
        id={id}
        rows={2}
        value={words}
        maxLength={10_000}
        onInput={({ currentTarget }) => setWords(currentTarget.value)}
      />
      {problem && (
        <p class="cb-nudge__problem" role="alert">
          {problem}
        </p>
      )}
      <div class="cb-nudge__buttons">
        <button type="submit" class="cb-button" aria-disabled={busy}>
          {t("nudge.reply.send")}
        </button>
      </div>
    </form>
  );
}

/** What mentors said to the account, and where they say more. */
export function Replies({ model, nudge }: { model: NudgesModel; nudge: Nudge }) {
  return (
    <>
      {nudge.replies.map((reply) => (
        <div key={reply.id} class="cb-nudge__reply">
          <p class="cb-nudge__label">
            {reply.by.name}, <Moment at={reply.at} />
          </p>
          <div dangerouslySetInnerHTML={{ __html: reply.html }} />
        </div>
      ))}
      {model.may.nudge && nudge.account?.given && <ReplyForm model={model} nudge={nudge} />}
    </>
  );
}
