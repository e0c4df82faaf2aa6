import type { Person } from "../../types";
import type { Whom } from "./text";

/** Somebody who can be mentioned. */
export interface Choice {
  name: string;
  whom: Whom;
  person: Person | null;
}

const MOST = 6;

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** Whether a name begins with what was typed, as a whole or from one of its words on. */
function begins(name: string, query: string): boolean {
  return name === query || name.startsWith(query) || name.includes(` ${query}`);
}

/** Who may be meant by what was typed behind an @; the mentors are offered as one. */
export function choicesFor(
  query: string,
  people: readonly Person[],
  me: string,
  mentorsName: string,
): Choice[] {
  const wanted = folded(query);
  const mentors = people.some((person) => person.role === "mentor" && person.id !== me);
  const all: Choice[] = people
    .filter((person) => person.id !== me)
    .map((person) => ({ name: person.name, whom: { person: person.id }, person }));
  if (mentors) all.push({ name: mentorsName, whom: "mentors", person: null });
  return all
    .filter(({ name }) => begins(folded(name), wanted))
    .sort((a, b) => a.name.localeCompare(b.name))
    .sort((a, b) => Number(b.whom === "mentors") - Number(a.whom === "mentors"))
    .slice(0, MOST);
}
