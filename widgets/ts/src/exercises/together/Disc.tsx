import { initialsOf } from "../../discussion/Avatar";
import { colourOf } from "../../discussion/colours";
import type { Voice } from "./voice";

/** A member in a plot; who it is stands in words beside or in the table below. */
export function Disc({ voice }: { voice: Voice }) {
  return (
    <span class="cb-disc" data-colour={colourOf(voice.id)} title={voice.label}>
      {initialsOf(voice.name)}
    </span>
  );
}
