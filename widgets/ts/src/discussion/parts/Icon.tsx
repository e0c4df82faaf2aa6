// Dots are circles: lines without a length are not drawn at every scale.
const PATHS = {
  comment: "M2.5 3.5h11v7.5H8l-3 2.5V11H2.5Z",
  add: "M2.5 3.5h11v7.5H8l-3 2.5V11H2.5ZM8 5v4.4M5.8 7.2h4.4",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.7 10.7 14 14",
  more: "M3 8a.5 .5 0 1 0 1 0a.5 .5 0 1 0 -1 0M7.5 8a.5 .5 0 1 0 1 0a.5 .5 0 1 0 -1 0M12 8a.5 .5 0 1 0 1 0a.5 .5 0 1 0 -1 0",
  close: "M4 4l8 8M12 4l-8 8",
  react:
    "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.6 9.4c.6 1 1.4 1.5 2.4 1.5s1.8-.5 2.4-1.5M5.8 6.4a.2 .2 0 1 0 .4 0a.2 .2 0 1 0 -.4 0M9.8 6.4a.2 .2 0 1 0 .4 0a.2 .2 0 1 0 -.4 0",
  "thumbs-up":
    "M5 7.2 7.6 2.3c1 0 1.7.8 1.5 1.8L8.7 6.4h3.6c.9 0 1.5.8 1.3 1.7l-.9 4c-.2.7-.7 1.1-1.4 1.1H5ZM2.4 7.2H5v6H2.4Z",
  heart: "M8 13.4 3.2 8.6a3.1 3.1 0 0 1 4.4-4.4l.4.5.4-.5a3.1 3.1 0 0 1 4.4 4.4Z",
  idea: "M6.2 11.2c0-1.2-2-2-2-4.7a3.8 3.8 0 0 1 7.6 0c0 2.7-2 3.5-2 4.7ZM6.4 13.6h3.2",
  question:
    "M5 5.4a3 3 0 1 1 4.4 2.7C8.4 8.6 8 9.3 8 10.3M7.8 13.2a.2 .2 0 1 0 .4 0a.2 .2 0 1 0 -.4 0",
  thanks: "M8 2.2l1.4 4.2 4.2 1.4-4.2 1.4L8 13.6 6.6 9.2 2.4 7.8l4.2-1.4Z",
  done: "M3 8.6l3.4 3.4L13 4.6",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing in the colour of its words; what it means is said beside it or in a label. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      class={`cb-glyph cb-glyph--${name}`}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
