import { waits } from "../data";
import type { Queued } from "./data";

/**
 * The way through the queue: answers keep their place while one goes through them, whatever one
 * says to them, and what begins to wait meanwhile comes at the end.
 */
export function orderOf(before: readonly string[], queue: readonly Queued[]): string[] {
  const waiting = queue.filter(({ mark }) => waits(mark)).map(({ id }) => id);
  const known = new Set(before);
  return [...before, ...waiting.filter((id) => !known.has(id))];
}

/** The next answer that still waits after one, then from the beginning; null when none does. */
export function nextOf(
  order: readonly string[],
  queue: readonly Queued[],
  current: string,
): string | null {
  const waiting = new Set(queue.filter(({ mark }) => waits(mark)).map(({ id }) => id));
  const place = order.indexOf(current);
  const around = [...order.slice(place + 1), ...order.slice(0, Math.max(0, place))];
  return around.find((id) => id !== current && waiting.has(id)) ?? null;
}

/** The answer before one on the way; null at the beginning. */
export function previousOf(order: readonly string[], current: string): string | null {
  return order[order.indexOf(current) - 1] ?? null;
}
