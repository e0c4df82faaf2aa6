import { Moment } from "../../discussion/parts/Moment";
import type { QuotedWords } from "../../types";
import { t } from "../../words";
import { page } from "../data";

/** Where the words stand; null when that is no place of this page or another of the group's. */
function placeOf(quote: QuotedWords): string {
  const there = quote.kind === "comment" ? `comment-${quote.ref}` : `exercise-${quote.ref}`;
  if (quote.workbook === page.workbook.id) return `#${there}`;
  return `/workbooks/${page.group.id}/${quote.workbook}#${there}`;
}

/** The group's own earlier words, with who said them and when. */
export function Quote({ quote }: { quote: QuotedWords }) {
  const names = quote.by.map((each) => each.name).join(", ");
  const kind = t(`nudge.quote.${quote.kind}`);
  return (
    <figure class="cb-nudge__quote">
      <blockquote
        aria-label={t("nudge.quote.title")}
        dangerouslySetInnerHTML={{ __html: quote.html }}
      />
      <figcaption>
        {t("nudge.quote.who", { names, kind })} <Moment at={quote.at} />{" "}
        <a href={placeOf(quote)}>{t("nudge.quote.show")}</a>
      </figcaption>
    </figure>
  );
}
