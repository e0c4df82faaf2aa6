import { useState } from "preact/hooks";
import type { Pin } from "../types";
import { t } from "../words";
import type { Pins } from "./model";

interface BringBackProps {
  pins: Pins;
  pin: Pin;
  /** Called when it is back. */
  done: () => void;
}

type Outcome = { missing: number } | "failed" | null;

function Said({ outcome }: { outcome: Outcome }) {
  if (outcome === null) return null;
  if (outcome === "failed") return <p role="alert">{t("page.pin.back.failed")}</p>;
  return <p role="alert">{t("page.pin.back.missing", { count: outcome.missing })}</p>;
}

/** Set the simulation as it was kept: for the group, or for oneself. */
export function BringBack({ pins, pin, done }: BringBackProps) {
  const { simulations } = pins;
  const { alone, live } = simulations;
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(null);
  if (!pins.slotOf(pin.cell_id)) return <p class="cb-quiet-words">{t("page.pin.elsewhere")}</p>;
  if (!live.value) return <p class="cb-quiet-words">{t("page.pin.waiting")}</p>;

  const set = async (before?: () => Promise<boolean>) => {
    if (busy) return;
    setBusy(true);
    setOutcome(null);
    try {
      if (before && !(await before())) throw new Error("not to be had");
      const { missing } = await pins.bringBack(pin.cell_id, pin.settings);
      if (missing > 0) setOutcome({ missing });
      else done();
    } catch {
      setOutcome("failed");
    }
    setBusy(false);
  };
  const together = alone.phase.value === "together";
  return (
    <div class="cb-back">
      <button
        type="button"
        class="cb-button cb-button--main"
        disabled={busy}
        onClick={() => void set()}
      >
        {t(together ? "page.pin.back" : "page.pin.back.own")}
      </button>
      {together && (
        <button
          type="button"
          class="cb-button"
          disabled={busy}
          onClick={() => void set(() => alone.reach())}
        >
          {t("page.alone.try")}
        </button>
      )}
      <Said outcome={outcome} />
    </div>
  );
}
