import { effect } from "@preact/signals";
import { render } from "preact";
import { Avatar } from "../../discussion/Avatar";
import type { Person } from "../../types";
import { t } from "../../words";
import type { Whereabouts } from "./model";

const SHOWN = 3;

function Readers({ people }: { people: Person[] }) {
  if (people.length === 0) return null;
  const label = t("page.outline.readers", { names: people.map((each) => each.name).join(", ") });
  return (
    <span class="cb-outline__people" role="img" aria-label={label} title={label}>
      {people.slice(0, SHOWN).map((person) => (
        <Avatar key={person.id} person={person} />
      ))}
    </span>
  );
}

/** Show in the table of contents who reads which section. */
export function showReaders(outline: HTMLElement, model: Whereabouts): void {
  for (const entry of outline.querySelectorAll<HTMLElement>("[data-section]")) {
    const place = document.createElement("span");
    place.className = "cb-outline__readers";
    entry.append(place);
    effect(() => {
      const here = model.others.value.filter(
        (each) => model.sectionOf(each.id) === entry.dataset.section,
      );
      render(<Readers people={here} />, place);
    });
  }
}
