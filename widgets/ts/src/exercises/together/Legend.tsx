import { Disc } from "./Disc";
import type { Voice } from "./voice";

/** Whose disc is whose, for those who see the plot: its table says it to the others. */
export function Legend({ voices }: { voices: readonly Voice[] }) {
  return (
    <ul class="cb-legend" aria-hidden="true">
      {voices.map((voice) => (
        <li key={voice.id}>
          <Disc voice={voice} />
          {voice.label}
        </li>
      ))}
    </ul>
  );
}
