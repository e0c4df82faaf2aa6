import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../../live/api";
import type { Phrase } from "./data";

/** What a mentor keeps for the next feedback. */
export class Phrases {
  readonly all: ReadonlySignal<Phrase[]>;
  private readonly kept;

  constructor(
    phrases: Phrase[],
    private readonly api: Api,
  ) {
    this.kept = signal(phrases);
    this.all = this.kept;
  }

  async keep(name: string, body: string): Promise<void> {
    const phrase = await this.api.post<Phrase>("/api/review/phrases", { name, body });
    this.kept.value = [...this.kept.value, phrase];
  }

  async rename(phrase: Phrase, name: string): Promise<void> {
    const renamed = await this.api.patch<Phrase>(`/api/review/phrases/${phrase.id}`, { name });
    this.kept.value = this.kept.value.map((each) => (each.id === renamed.id ? renamed : each));
  }

  async remove(phrase: Phrase): Promise<void> {
    await this.api.delete(`/api/review/phrases/${phrase.id}`);
    this.kept.value = this.kept.value.filter((each) => each.id !== phrase.id);
  }
}

/** Feedback with a phrase put in where the caret was, on lines of its own. */
export function withPhrase(
  text: string,
  at: number,
  body: string,
): { text: string; caret: number } {
  const before = text.slice(0, at).trimEnd();
  const after = text.slice(at).trimStart();
  const head = before ? `${before}\n\n${body}` : body;
  return { text: after ? `${head}\n\n${after}` : head, caret: head.length };
}
