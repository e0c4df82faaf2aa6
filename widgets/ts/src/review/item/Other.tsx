import { t } from "../../words";
import { Answer } from "../answer";
import type { ReviewedGroup } from "../data";
import { addressOf } from "./desk";

interface OtherProps {
  group: ReviewedGroup;
  now: number;
  open: (item: string) => void;
}

/** What another group answered, to compare with. */
export function Other({ group, now, open }: OtherProps) {
  const id = `other-${group.item}`;
  return (
    <article class="cb-other" aria-labelledby={id}>
      <header class="cb-group__head">
        <h3 id={id}>
          <a
            href={addressOf(group.item)}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
              event.preventDefault();
              open(group.item);
            }}
          >
            {group.group.title}
          </a>
        </h3>
        <span class={`cb-dot is-${group.mark}`}>
          <span aria-hidden="true" />
          {t(`review.mark.${group.mark}`)}
        </span>
      </header>
      <Answer data={group} now={now} />
    </article>
  );
}
