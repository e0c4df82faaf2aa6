import { Avatar } from "../discussion/Avatar";
import type { Person } from "../types";
import { t } from "../words";

const SHOWN = 4;

function described(people: Person[], me: Person): string {
  const others = people.filter((each) => each.id !== me.id).map((each) => each.name);
  if (others.length === 0) return t("page.presence.alone");
  return t("page.presence", { names: others.join(", ") });
}

/** Who is here now. */
export function Presence({ people, me }: { people: Person[]; me: Person }) {
  const others = people.filter((each) => each.id !== me.id);
  const label = described(people, me);
  return (
    <div class="cb-presence" role="img" aria-label={label} title={label}>
      {others.slice(0, SHOWN).map((person) => (
        <span key={person.id} class="cb-presence__person" title={person.name}>
          <Avatar person={person} />
        </span>
      ))}
      {others.length > SHOWN && <span class="cb-presence__more">+{others.length - SHOWN}</span>}
    </div>
  );
}
