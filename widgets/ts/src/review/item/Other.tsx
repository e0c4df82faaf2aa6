import { t } from "../../words";
import { Answer } from "../answer";
import { type ReviewedGroup, whoseIs } from "../data";
import { ItemLink } from "./ItemLink";

interface OtherProps {
  group: ReviewedGroup;
  now: number;
  open: (item: string) => void;
}

/** What another group, or another member, answered, to compare with. */
export function Other({ group, now, open }: OtherProps) {
  const id = `other-${group.item}`;
  return (
    <article class="cb-other" aria-labelledby={id}>
      <header class="cb-group__head">
        <h3 id={id}>
          <ItemLink item={group.item} open={open}>
            {whoseIs(group)}
          </ItemLink>
        </h3>
        <span class={`cb-dot is-${group.mark}`}>
          <span aria-hidden="true" />
          {t(`review.mark.${group.mark}`)}
        </span>
      </header>
      <Answer data={group} now={now} open={open} />
    </article>
  );
}
