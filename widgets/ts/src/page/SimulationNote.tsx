import type { ComponentChildren } from "preact";
import type { KernelPhase } from "../types";
import { t } from "../words";
import type { Alone } from "./alone";
import type { Drawing } from "./simulations";

interface WhoseProps {
  /** Null where there can be no kernel of one's own. */
  alone: Alone | null;
  children: ComponentChildren;
}

/** Whose simulation it is, and the ways between one's own and the group's. */
function Whose({ alone, children }: WhoseProps) {
  const phase = alone?.phase.value ?? "together";
  const words = phase === "together" ? "page.widget.shared" : (`page.alone.${phase}` as const);
  return (
    <div class="cb-widget__whose">
      <p class="cb-widget__shared" role="status">
        {phase === "starting" && <span class="cb-spinner" aria-hidden="true" />}
        {t(words)}
      </p>
      {alone && phase === "together" && (
        <button type="button" class="cb-text-button" onClick={() => void alone.begin()}>
          {t("page.alone.try")}
        </button>
      )}
      {alone && phase === "alone" && (
        <button type="button" class="cb-button" onClick={() => void alone.show()}>
          {t("page.alone.show")}
        </button>
      )}
      {alone && phase !== "together" && (
        <button type="button" class="cb-text-button" onClick={() => void alone.leave()}>
          {t("page.alone.leave")}
        </button>
      )}
      {children}
    </div>
  );
}

interface SimulationNoteProps {
  kernel: KernelPhase;
  drawing: Drawing;
  retry: () => void;
  alone: Alone;
  /** What else can be done with a simulation that the page draws itself. */
  children: ComponentChildren;
}

/** Phases that only somebody's wish ends. */
const IDLE: ReadonlySet<KernelPhase> = new Set(["failed", "stopped", "full"]);

/** Above a simulation: what state it is in, or whose it is. */
export function SimulationNote(props: SimulationNoteProps) {
  const { kernel, drawing, retry, alone, children } = props;
  if ((drawing === "drawn" || drawing === "voila") && kernel === "ready") {
    const drawn = drawing === "drawn";
    return <Whose alone={drawn ? alone : null}>{drawn && children}</Whose>;
  }
  const broken = drawing === "broken" || IDLE.has(kernel);
  const key = drawing === "broken" && kernel === "ready" ? "broken" : kernel;
  return (
    <div class={broken ? "cb-widget__note cb-widget__note--bad" : "cb-widget__note"} role="status">
      {!broken && <span class="cb-spinner" aria-hidden="true" />}
      <span>{t(`page.kernel.${key}`)}</span>
      {broken && (
        <button type="button" class="cb-button" onClick={retry}>
          {t("page.kernel.retry")}
        </button>
      )}
    </div>
  );
}
