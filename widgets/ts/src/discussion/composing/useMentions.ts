import type { RefObject, TargetedKeyboardEvent } from "preact";
import { useState } from "preact/hooks";
import type { Person } from "../../types";
import { t } from "../../words";
import { type Choice, choicesFor } from "../mentions/choices";
import { beginning, mentioning, type Written } from "../mentions/text";

interface Mentions {
  choices: readonly Choice[];
  active: number;
  choose: (choice: Choice) => void;
  /** Look for the beginning of a mention before the caret. */
  look: () => void;
  dismiss: () => void;
  /** Whether the key was for the list. */
  onKeyDown: (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => boolean;
}

const NONE: readonly Choice[] = [];

/** Completing names behind an @ in a text field. */
export function useMentions(
  area: RefObject<HTMLTextAreaElement | null>,
  written: Written,
  write: (written: Written) => void,
  people: readonly Person[],
  me: string,
): Mentions {
  const [begun, setBegun] = useState<{ start: number; query: string } | null>(null);
  const [active, setActive] = useState(0);
  const choices = begun
    ? choicesFor(begun.query, people, me, t("discussion.mention.mentors"))
    : NONE;

  const dismiss = () => setBegun(null);
  const look = () => {
    const { current } = area;
    if (!current || current.selectionStart !== current.selectionEnd) return dismiss();
    const at = current.selectionStart;
    const found = beginning(current.value, at);
    const inside = written.marks.some((mark) => found && mark.start === found.start);
    setBegun(inside ? null : found);
    if (found?.query !== begun?.query) setActive(0);
  };
  const choose = (choice: Choice) => {
    if (!begun) return;
    const end = begun.start + 1 + begun.query.length;
    const next = mentioning(written, begun.start, end, choice.name, choice.whom);
    write(next);
    dismiss();
    // At once, or what is typed next comes before the caret is put where it belongs.
    if (!area.current) return;
    area.current.value = next.text;
    const caret = begun.start + choice.name.length + 2;
    area.current.setSelectionRange(caret, caret);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): boolean => {
    const chosen = choices[active];
    if (!chosen || event.isComposing || event.ctrlKey || event.metaKey) return false;
    const moves: Record<string, () => void> = {
      ArrowDown: () => setActive((active + 1) % choices.length),
      ArrowUp: () => setActive((active + choices.length - 1) % choices.length),
      Enter: () => choose(chosen),
      Tab: () => choose(chosen),
      Escape: dismiss,
    };
    const move = event.shiftKey ? undefined : moves[event.key];
    if (!move) return false;
    event.preventDefault();
    event.stopPropagation();
    move();
    return true;
  };
  return { choices, active, choose, look, dismiss, onKeyDown };
}
