import type { RefObject } from "preact";
import { keysShown } from "../../discussion/guiding/keys";
import { t } from "../../words";
import { whoseIs } from "../data";
import type { Desk } from "./desk";
import { ItemLink } from "./ItemLink";

interface WayProps {
  desk: Desk;
  to: string | null;
  rel: "prev" | "next";
}

/** A link that goes there without loading the page anew. */
function Way({ desk, to, rel }: WayProps) {
  const word = t(rel === "next" ? "review.next" : "review.previous");
  const arrow = <span aria-hidden="true">{rel === "next" ? "→" : "←"}</span>;
  const inside = rel === "next" ? [word, " ", arrow] : [arrow, " ", word];
  if (to === null) {
    return (
      <span class="cb-button cb-button--quiet cb-button--off" aria-disabled="true">
        {inside}
      </span>
    );
  }
  return (
    <ItemLink
      rel={rel}
      class="cb-button cb-button--quiet"
      item={to}
      open={(item) => void desk.open(item)}
    >
      {inside}
    </ItemLink>
  );
}

interface HeadProps {
  desk: Desk;
  heading: RefObject<HTMLHeadingElement | null>;
}

/** Where one is in the queue, and the ways from here. */
export function Head({ desk, heading }: HeadProps) {
  const { place, total } = desk.position.value;
  const count = desk.waiting.value;
  return (
    <header class="cb-hero cb-review__head">
      <p class="cb-eyebrow">
        <a class="cb-item__queue" href="/review">
          {t("review.index.title")}
        </a>{" "}
        · {desk.item.value.workbook.title} · {desk.item.value.kind}
      </p>
      <h1 id="cb-position" ref={heading} tabIndex={-1}>
        {t("review.item.position", { place, total })}
        <span class="cb-hidden">
          {": "}
          {whoseIs(desk.item.value.group)}, {desk.item.value.title}
        </span>
      </h1>
      <div class="cb-item__ways">
        <p class="cb-quiet" role="status">
          {count ? t("review.item.waiting", { count }) : t("review.item.waiting.none")}
        </p>
        <nav class="cb-steps-nav" aria-label={t("review.item.nav")}>
          <Way desk={desk} to={desk.previous.value} rel="prev" />
          <Way desk={desk} to={desk.next.value} rel="next" />
        </nav>
        <button
          type="button"
          class="cb-button cb-button--quiet"
          aria-haspopup="dialog"
          onClick={() => (keysShown.value = true)}
        >
          {t("review.keys")} <kbd>?</kbd>
        </button>
      </div>
    </header>
  );
}
