import { t } from "../../words";
import { Composer } from "../composing/Composer";
import { draftOf } from "../composing/drafts";
import type { Beginning, DiscussionModel } from "../model";

interface BeginningCardProps {
  begun: Beginning;
  model: DiscussionModel;
  quoted: boolean;
}

/** Where a new thread is written. */
export function BeginningCard({ begun, model, quoted }: BeginningCardProps) {
  const { anchor, located } = begun;
  const shown = anchor.quote && (quoted || located.passage);
  return (
    <section
      class="cb-card cb-card--open cb-card--begun"
      data-place={located.place}
      aria-label={t("discussion.begun")}
    >
      {shown && <blockquote class="cb-thread__quote">{anchor.quote?.exact}</blockquote>}
      <Composer
        key={draftOf(begun)}
        model={model}
        draft={draftOf(begun)}
        label={t("discussion.new")}
        autofocus
        sendWord={t("discussion.send")}
        cancel={() => model.close()}
        send={(body, key) => model.start(begun, body, key)}
      />
    </section>
  );
}
