import type { ComponentChildren } from "preact";

/** The page of an answer. */
export function addressOf(item: string): string {
  return `/review/${item}`;
}

interface ItemLinkProps {
  item: string;
  open: (item: string) => void;
  rel?: "prev" | "next";
  class?: string;
  children: ComponentChildren;
}

/** A link to an answer that opens it without loading the page anew, unless another way is asked for. */
export function ItemLink({ item, open, children, ...attributes }: ItemLinkProps) {
  return (
    <a
      {...attributes}
      href={addressOf(item)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        open(item);
      }}
    >
      {children}
    </a>
  );
}
