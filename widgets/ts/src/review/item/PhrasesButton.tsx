import { useEffect, useRef, useState } from "preact/hooks";
import { Dialog } from "../../discussion/parts/Dialog";
import { problemOf } from "../../discussion/problem";
import { t } from "../../words";
import type { ReviewedRoom } from "../room";
import type { Phrase } from "./data";
import { type Phrases, withPhrase } from "./phrases";

interface PhrasesProps {
  phrases: Phrases;
  room: ReviewedRoom;
}

function field(room: ReviewedRoom): HTMLTextAreaElement | null {
  return document.querySelector(`#feedback-${room.data.value.item}`);
}

/** The way to what the mentor keeps, to put into the feedback. */
export function PhrasesButton(props: PhrasesProps) {
  const [open, setOpen] = useState(false);
  const caret = useRef<number | null>(null);
  // Only when the dialog is gone, which gives the focus back to its button.
  useEffect(() => {
    if (open || caret.current === null) return;
    const area = field(props.room);
    area?.focus();
    area?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [open]);
  return (
    <>
      <button
        type="button"
        class="cb-link-button cb-phrases__open"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t("review.phrases")}
      </button>
      {open && (
        <PhrasesDialog
          {...props}
          close={(at) => {
            caret.current = at;
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

interface PhrasesDialogProps extends PhrasesProps {
  /** Called with where to write on, if anything was put in. */
  close: (at: number | null) => void;
}

function PhrasesDialog({ phrases, room, close }: PhrasesDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const written = room.form.value.draft.feedback.trim();
  const attempt = async (work: Promise<void>) => {
    setProblem(null);
    try {
      await work;
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    }
  };
  const insert = ({ body }: Phrase) => {
    const area = field(room);
    const { feedback } = room.form.value.draft;
    const { text, caret } = withPhrase(feedback, area?.selectionEnd ?? feedback.length, body);
    room.edit({ feedback: text });
    close(caret);
  };
  return (
    <Dialog title={t("review.phrases")} close={() => close(null)}>
      {problem && <p role="alert">{problem}</p>}
      {phrases.all.value.length === 0 && <p class="cb-quiet">{t("review.phrases.none")}</p>}
      <ul class="cb-phrases">
        {phrases.all.value.map((phrase) => (
          <Kept
            key={phrase.id}
            phrase={phrase}
            insert={insert}
            phrases={phrases}
            attempt={attempt}
          />
        ))}
      </ul>
      <Keep written={written} keep={(name) => attempt(phrases.keep(name, written))} />
    </Dialog>
  );
}

interface KeptProps {
  phrase: Phrase;
  phrases: Phrases;
  insert: (phrase: Phrase) => void;
  attempt: (work: Promise<void>) => Promise<boolean>;
}

function Kept({ phrase, phrases, insert, attempt }: KeptProps) {
  const [renaming, setRenaming] = useState(false);
  if (renaming) {
    return (
      <li>
        <NameForm
          label={t("review.phrases.name")}
          button={t("review.phrases.rename")}
          initial={phrase.name}
          submit={async (name) => {
            const done = await attempt(phrases.rename(phrase, name));
            if (done) setRenaming(false);
            return done;
          }}
        />
      </li>
    );
  }
  const about = `phrase-${phrase.id}`;
  return (
    <li>
      <div class="cb-phrases__words">
        <strong id={about}>{phrase.name}</strong>
        <p>{phrase.body}</p>
      </div>
      <div class="cb-phrases__tools">
        <button
          type="button"
          class="cb-button"
          aria-describedby={about}
          onClick={() => insert(phrase)}
        >
          {t("review.phrases.insert")}
        </button>
        <button
          type="button"
          class="cb-link-button"
          aria-describedby={about}
          onClick={() => setRenaming(true)}
        >
          {t("review.phrases.rename")}
        </button>
        <button
          type="button"
          class="cb-link-button"
          aria-describedby={about}
          onClick={() => void attempt(phrases.remove(phrase))}
        >
          {t("review.phrases.remove")}
        </button>
      </div>
    </li>
  );
}

function Keep({ written, keep }: { written: string; keep: (name: string) => Promise<boolean> }) {
  if (!written) return <p class="cb-quiet">{t("review.phrases.how")}</p>;
  return (
    <NameForm
      label={t("review.phrases.keep.as")}
      button={t("review.phrases.keep")}
      initial=""
      submit={keep}
    />
  );
}

interface NameFormProps {
  label: string;
  button: string;
  initial: string;
  /** Says whether it is done. */
  submit: (name: string) => Promise<boolean>;
}

function NameForm({ label, button, initial, submit }: NameFormProps) {
  const [name, setName] = useState(initial);
  const send = async (event: Event) => {
    event.preventDefault();
    if (await submit(name)) setName("");
  };
  return (
    <form class="cb-phrases__form" onSubmit={send}>
      <label>
        {label}
        <input
          value={name}
          maxLength={60}
          required
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="cb-button">
        {button}
      </button>
    </form>
  );
}
