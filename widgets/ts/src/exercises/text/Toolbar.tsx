import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../words";
import type { Command } from "./contract";

const DRAWINGS: Record<Command | "preview", string> = {
  bold: "M5 3h4a2.4 2.4 0 0 1 0 5H5Zm0 5h4.6a2.5 2.5 0 0 1 0 5H5Z",
  italic: "M7 3h5M4 13h5M9.7 3 6.3 13",
  list: "M6 4h7.5M6 8h7.5M6 12h7.5M2.4 4a.1 .1 0 1 0 .2 0a.1 .1 0 1 0 -.2 0M2.4 8a.1 .1 0 1 0 .2 0a.1 .1 0 1 0 -.2 0M2.4 12a.1 .1 0 1 0 .2 0a.1 .1 0 1 0 -.2 0",
  link: "M6.7 9.3a2.7 2.7 0 0 0 3.9 0l2.2-2.2a2.7 2.7 0 0 0-3.9-3.9l-.9.9M9.3 6.7a2.7 2.7 0 0 0-3.9 0L3.2 8.9a2.7 2.7 0 0 0 3.9 3.9l.9-.9",
  code: "m5.5 4.5-3.5 3.5 3.5 3.5M10.5 4.5 14 8l-3.5 3.5",
  preview:
    "M1.5 8s2.4-4.3 6.5-4.3S14.5 8 14.5 8s-2.4 4.3-6.5 4.3S1.5 8 1.5 8Zm6.5 1.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z",
};

const APPLE = typeof navigator !== "undefined" && /Mac|iP(hone|ad|od)/.test(navigator.userAgent);
const KEYS: Record<Command, string> = {
  bold: "B",
  italic: "I",
  list: "Shift+8",
  link: "K",
  code: "E",
};
const ORDER: Command[] = ["bold", "italic", "list", "link", "code"];

function Drawing({ of }: { of: Command | "preview" }) {
  return (
    <svg class="cb-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={DRAWINGS[of]} />
    </svg>
  );
}

/** Where an arrow leads in a row of `count`; null for any other key. */
function next(key: string, at: number, count: number, rtl: boolean): number | null {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key === (rtl ? "ArrowLeft" : "ArrowRight")) return (at + 1) % count;
  if (key === (rtl ? "ArrowRight" : "ArrowLeft")) return (at + count - 1) % count;
  return null;
}

interface ToolbarProps {
  /** Id of the field that this is about. */
  controls: string;
  readOnly: boolean;
  previewing: boolean;
  run(command: Command): void;
  togglePreview(): void;
  /** Between the tools: who is writing. */
  children: ComponentChildren;
}

/** The tools of a text: one stop for Tab, arrows lead from tool to tool. */
export function Toolbar(props: ToolbarProps) {
  const { controls, readOnly, previewing, run, togglePreview, children } = props;
  const [current, setCurrent] = useState(0);
  const commands = readOnly || previewing ? [] : ORDER;
  const count = commands.length + 1;
  const stop = Math.min(current, count - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const bar = event.currentTarget as HTMLElement;
    const rtl = getComputedStyle(bar).direction === "rtl";
    const target = next(event.key, stop, count, rtl);
    if (target === null) return;
    event.preventDefault();
    setCurrent(target);
    bar.querySelectorAll("button")[target]?.focus();
  };
  return (
    <div
      class="cb-tools"
      role="toolbar"
      aria-label={t("exercise.tools")}
      aria-controls={controls}
      onKeyDown={onKeyDown}
    >
      {commands.map((command, index) => (
        <button
          key={command}
          type="button"
          class="cb-tool"
          tabIndex={index === stop ? 0 : -1}
          aria-label={t(`exercise.tools.${command}`)}
          aria-keyshortcuts={`${APPLE ? "Meta" : "Control"}+${KEYS[command]}`}
          title={`${t(`exercise.tools.${command}`)} (${APPLE ? "⌘" : "Ctrl+"}${KEYS[command]})`}
          // The caret stays where it is.
          onMouseDown={(event) => event.preventDefault()}
          onFocus={() => setCurrent(index)}
          onClick={() => run(command)}
        >
          <Drawing of={command} />
        </button>
      ))}
      {children}
      <button
        key="preview"
        type="button"
        class="cb-tool cb-tool--preview"
        tabIndex={stop === count - 1 ? 0 : -1}
        aria-pressed={previewing}
        onFocus={() => setCurrent(count - 1)}
        onClick={togglePreview}
      >
        <Drawing of="preview" />
        <span class="cb-tool__word">{t("exercise.tools.preview")}</span>
      </button>
    </div>
  );
}
