import type { Named } from "../types";
import { colourOf } from "./colours";

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return chosen.map((word) => word?.[0]?.toUpperCase() ?? "").join("");
}

/** A person as a disc with initials; the name stands beside it or in its label. */
export function Avatar({ person }: { person: Named }) {
  return (
    <span class="cb-avatar" data-colour={colourOf(person.id)} aria-hidden="true">
      {initialsOf(person.name)}
    </span>
  );
}
