import type { Draft } from "./draft";

// What a mentor writes outlives a closed tab and a dead battery: it waits here until it is saved.
const prefix = "cohortbook-review:";

export function rememberDraft(key: string, draft: Draft | null): void {
  try {
    if (draft === null) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, JSON.stringify(draft));
  } catch {
    // Without storage the text still stands in the form.
  }
}

export function rememberedDraft(key: string): Draft | null {
  try {
    const text = localStorage.getItem(prefix + key);
    return text === null ? null : (JSON.parse(text) as Draft);
  } catch {
    return null;
  }
}
