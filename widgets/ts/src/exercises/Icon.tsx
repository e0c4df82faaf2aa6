const PATHS = {
  together:
    "M5.5 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm5 0a2 2 0 1 0 0-4M1 13c0-2.2 2-3.5 4.5-3.5S10 10.8 10 13m1.5-3.4c2 .2 3.5 1.5 3.5 3.4",
  alone: "M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8Zm-5 5.5c0-2.4 2.2-3.9 5-3.9s5 1.5 5 3.9",
  comment: "M2.5 3.5h11v7.5H8l-3 2.5V11H2.5Z",
  check: "m3 8.5 3.2 3.2L13 4.8",
  hint: "M6 13.5h4M6.2 11.5c0-1.6-2-2.4-2-5a3.8 3.8 0 0 1 7.6 0c0 2.6-2 3.4-2 5Z",
  offline:
    "M2 2l12 12M4.2 6.2a6 6 0 0 1 2-1M9.8 5.2a6 6 0 0 1 2 1M6.2 9a2.9 2.9 0 0 1 2.6-.6M8 12.2v.1",
  up: "M8 12.5v-9m-4 4 4-4 4 4",
  down: "M8 3.5v9m-4-4 4 4 4-4",
  left: "M12.5 8h-9m4-4-4 4 4 4",
  right: "M3.5 8h9m-4-4 4 4-4 4",
  file: "M4 2h5l3 3v9H4ZM9 2v3h3",
  picture: "M2 3h12v10H2ZM2 11l3.5-3.5L9 11l2-2 3 3M10.5 6.2a.3 .3 0 1 0 .6 0a.3 .3 0 1 0-.6 0",
  grip: "M5.3 4h1m3.4 0h1M5.3 8h1m3.4 0h1M5.3 12h1m3.4 0h1",
  history: "M2.6 6.2A5.8 5.8 0 1 1 2.2 8M2.4 3v3.4h3.4M8 5v3.2l2.2 1.3",
  remove: "m4 4 8 8m0-8-8 8",
} as const;

export type IconName = keyof typeof PATHS;

/** A small drawing beside words that say the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="cb-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
