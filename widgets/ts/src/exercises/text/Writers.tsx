import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Peer } from "../../live/peers";
import type { Named } from "../../types";
import { t } from "../../words";

// Whoever goes on after a pause is no news.
const QUIET_MS = 60_000;
const SAID_FOR_MS = 5_000;

/** The people who write in an exercise now, each once. */
export function writersOf(peers: readonly Peer[], exercise: string, me: string): Named[] {
  const people = new Map<string, Named>();
  for (const { user, writing, exercise: where } of peers) {
    if (writing && where === exercise && user.id !== me) people.set(user.id, user);
  }
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function sentence(people: readonly Named[]): string {
  const [first, second] = people;
  if (!first) return "";
  if (!second) return t("exercise.writing.one", { name: first.name });
  if (people.length === 2) {
    return t("exercise.writing.two", { first: first.name, second: second.name });
  }
  return t("exercise.writing.more", { name: first.name, others: people.length - 1 });
}

/** Notes who writes; tells who had not for a while. */
export class Heard {
  private readonly last = new Map<string, number>();

  newcomers(people: readonly Named[], now: number): Named[] {
    const fresh = people.filter(({ id }) => now - (this.last.get(id) ?? -QUIET_MS) >= QUIET_MS);
    for (const { id } of people) this.last.set(id, now);
    return fresh;
  }
}

/** "Ada is writing…", seen while it is so, read out when somebody begins. */
export function WritersLine({ people }: { people: readonly Named[] }) {
  const text = sentence(people);
  const heard = useRef(new Heard());
  const [aloud, setAloud] = useState("");
  useEffect(() => {
    const fresh = heard.current.newcomers(people, Date.now());
    if (fresh.length) setAloud(sentence(fresh));
  }, [text]);
  useEffect(() => {
    if (!aloud) return undefined;
    const timer = setTimeout(() => setAloud(""), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [aloud]);
  return (
    <>
      <span class="cb-writers" title={text} aria-hidden="true">
        {text}
      </span>
      <span class="cb-unseen" role="status">
        {aloud}
      </span>
    </>
  );
}

interface WritersProps {
  peers: ReadonlySignal<readonly Peer[]>;
  exercise: string;
  me: string;
}

/** Who of the others writes in an exercise. */
export function Writers({ peers, exercise, me }: WritersProps) {
  return <WritersLine people={writersOf(peers.value, exercise, me)} />;
}
