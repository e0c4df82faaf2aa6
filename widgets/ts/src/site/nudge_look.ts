interface NudgeWords {
  usual: { reminder: string; plain: string; challenge: string };
  names: Record<string, string>;
  /** Whether there are words of the group to quote. */
  quoted: boolean;
}

/** The words of a nudge as its group will read them. */
export function lookOf(
  { usual, names, quoted }: NudgeWords,
  kind: string,
  words: string,
  quote: boolean,
): string {
  if (words.trim()) {
    return words.trim().replace(/\{(topic|group|workbook|due)\}/g, (_, name) => names[name] ?? "");
  }
  if (kind === "challenge") return usual.challenge;
  return quote && quoted ? usual.reminder : usual.plain;
}

/** Show what a nudge will read while it is written; without this, a button asks for it. */
export function showLook(form: HTMLFormElement): void {
  const text = document.getElementById("cb-nudge")?.textContent;
  if (!text) return;
  const told = JSON.parse(text) as NudgeWords;
  const find = (name: string) => form.querySelector<HTMLElement>(`[data-nudge-${name}]`);
  const hide = (part: HTMLElement | null, hidden: boolean) => {
    if (part) part.hidden = hidden;
  };
  const look = () => {
    const held = new FormData(form);
    const kind = String(held.get("kind"));
    const quote = held.get("quote") === "on" && kind === "reminder";
    find("words")?.replaceChildren(lookOf(told, kind, String(held.get("words")), quote));
    for (const each of form.querySelectorAll<HTMLElement>("[data-nudge-kind]")) {
      each.hidden = each.dataset.nudgeKind !== kind;
    }
    hide(find("quoting"), kind !== "reminder");
    hide(find("quote"), !quote);
    const card = find("card");
    card?.classList.toggle("is-challenge", kind === "challenge");
    card?.classList.toggle("is-reminder", kind === "reminder");
  };
  hide(find("look"), true);
  form.addEventListener("input", look);
  look();
}
