import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";

/**
 * Follows a signal, but comes to rest on `calm` only after it stayed for `delay` milliseconds.
 *
 * So "saving" is said at once and "saved" not after every letter: late, never early.
 */
export function useSettled<T>(
  source: ReadonlySignal<T>,
  calm: T,
  delay: number,
): ReadonlySignal<T> {
  const shown = useSignal(source.peek());
  useSignalEffect(() => {
    const value = source.value;
    if (value !== calm) {
      shown.value = value;
      return undefined;
    }
    const timer = setTimeout(() => {
      shown.value = value;
    }, delay);
    return () => clearTimeout(timer);
  });
  return shown;
}
