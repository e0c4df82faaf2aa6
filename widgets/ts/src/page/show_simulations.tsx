import { effect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { render } from "preact";
import { SimulationNote } from "./SimulationNote";
import type { Simulations } from "./simulations";
import { nameSliders } from "./sliders";

/**
 * Bring the simulations of the page to life.
 *
 * `tools` makes what can be done with the simulation of a cell.
 */
export function showSimulations(
  simulations: Simulations,
  tools: (cell: string) => ComponentChildren,
): void {
  const { slots, alone, drawing, kernel, retry } = simulations;
  for (const slot of slots) {
    const note = document.createElement("div");
    slot.querySelector(".cb-widget__wait")?.remove();
    slot.prepend(note);
    nameSliders(slot);
    effect(() => {
      const { state } = kernel.value;
      const drawn = drawing.value === "drawn" || drawing.value === "voila";
      slot.classList.toggle("cb-widget--live", drawn && state === "ready");
      render(
        <SimulationNote kernel={state} drawing={drawing.value} retry={retry} alone={alone}>
          {tools(slot.dataset.cellId ?? "")}
        </SimulationNote>,
        note,
      );
    });
  }
  simulations.start();
}
