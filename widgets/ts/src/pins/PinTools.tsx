import { useEffect, useMemo } from "preact/hooks";
import { t } from "../words";
import type { Pins } from "./model";

interface PinToolsProps {
  pins: Pins;
  cell: string;
}

/** Beside a simulation: keep what it shows, and look at what was kept. */
export function PinTools({ pins, cell }: PinToolsProps) {
  useEffect(() => void pins.ensure(), [pins]);
  const kept = useMemo(() => pins.ofCell(cell), [pins, cell]);
  const count = kept.value.length;
  return (
    <>
      <button
        type="button"
        class="cb-text-button"
        aria-haspopup="dialog"
        onClick={() => {
          pins.window.value = { on: "keep", cell };
        }}
      >
        {t("page.pin.keep")}
      </button>
      {count > 0 && (
        <button
          type="button"
          class="cb-text-button"
          aria-haspopup="dialog"
          onClick={() => {
            pins.window.value = { on: "list", cell };
          }}
        >
          {t("page.pin.kept", { count })}
        </button>
      )}
    </>
  );
}
