import { useRef, useState } from "preact/hooks";
import { newKey } from "../../live/api";
import { join, type Pinned, split } from "../../pins/syntax";
import { t } from "../../words";
import { useFocus } from "../guiding/useFocus";
import { changed, markdownOf, read, type Written } from "../mentions/text";
import type { DiscussionModel } from "../model";
import { useUnique } from "../parts/useUnique";
import { problemOf } from "../problem";
import { keepDraft, keptDraft } from "./drafts";
import { MarkdownHints } from "./MarkdownHints";
import { MentionList, optionId } from "./MentionList";
import { PinnedList } from "./PinnedList";
import { useMentions } from "./useMentions";

interface ComposerProps {
  model: DiscussionModel;
  /** Under which the draft is kept in this tab. */
  draft: string;
  label: string;
  /** Markdown to begin with. */
  initial?: string;
  autofocus?: boolean;
  /** Called while somebody writes. */
  writing?: () => void;
  send: (body: string, key: string) => Promise<void>;
  cancel?: (() => void) | undefined;
  sendWord: string;
}

/** Where a comment is written; what is written outlives a failure and a reload. */
export function Composer(props: ComposerProps) {
  const { model, draft, label, initial = "", autofocus, writing, send, cancel, sendWord } = props;
  const [begun] = useState(() => split(keptDraft(draft) ?? initial));
  const [written, setWritten] = useState<Written>(() => read(begun.text));
  const [pinned, setPinned] = useState<readonly Pinned[]>(begun.pinned);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const list = useUnique();
  // The same key until it has arrived: sending twice says it once.
  const key = useRef(newKey());

  const [focused, setFocused] = useState(!autofocus);
  useFocus(
    !focused,
    () => area.current,
    () => {
      setFocused(true);
      area.current?.setSelectionRange(written.text.length, written.text.length);
    },
  );

  const keep = (text: Written, states: readonly Pinned[]) => {
    const markdown = join(markdownOf(text), states);
    setWritten(text);
    setPinned(states);
    keepDraft(draft, markdown === initial ? "" : markdown);
  };
  const write = (next: Written) => keep(next, pinned);
  const mentions = useMentions(area, written, write, model.people.value, model.me.id);
  const { choices } = mentions;

  const submit = async () => {
    const body = join(markdownOf(written), pinned);
    if (!body.trim() || sending) return;
    setSending(true);
    setProblem(null);
    try {
      await send(body, key.current);
      key.current = newKey();
      keepDraft(draft, "");
      setWritten(read(""));
      setPinned([]);
    } catch (error) {
      setProblem(problemOf(error, "writing"));
    }
    setSending(false);
  };

  const empty = !written.text.trim() && pinned.length === 0;
  return (
    <form
      class={empty ? "cb-composer" : "cb-composer cb-composer--writing"}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <textarea
        ref={area}
        aria-label={label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={choices.length > 0 ? list : undefined}
        aria-activedescendant={choices.length > 0 ? optionId(list, mentions.active) : undefined}
        placeholder={label}
        maxLength={10_000}
        rows={1}
        value={written.text}
        onInput={(event) => {
          const { value, selectionStart } = event.currentTarget;
          write(changed(written, value, selectionStart));
          writing?.();
          mentions.look();
        }}
        onClick={mentions.look}
        onBlur={mentions.dismiss}
        onKeyDown={(event) => {
          if (mentions.onKeyDown(event)) return;
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void submit();
          } else if (event.key === "Escape" && cancel) {
            event.preventDefault();
            event.stopPropagation();
            cancel();
          }
        }}
      />
      {choices.length > 0 && <MentionList id={list} {...mentions} />}
      <PinnedList
        pinned={pinned}
        remove={(gone) =>
          keep(
            written,
            pinned.filter((each) => each !== gone),
          )
        }
      />
      {problem && (
        <p class="cb-composer__problem" role="alert">
          {problem}
        </p>
      )}
      <div class="cb-composer__actions">
        <MarkdownHints />
        {cancel && (
          <button type="button" class="cb-text-button" onClick={cancel}>
            {t("discussion.cancel")}
          </button>
        )}
        <button type="submit" class="cb-send" disabled={empty || sending}>
          {sending ? t("discussion.sending") : problem ? t("discussion.again") : sendWord}
        </button>
      </div>
    </form>
  );
}
