import { t } from "../../words";

const EXAMPLES = [
  ["**…**", "bold"],
  ["*…*", "italic"],
  ["`…`", "code"],
  ["> …", "quote"],
  ["- …", "list"],
  ["[…](https://…)", "link"],
  ["@…", "mention"],
] as const;

/** How to write more than plain words; folded until somebody asks. */
export function MarkdownHints() {
  return (
    <details class="cb-hints">
      <summary>{t("discussion.markdown")}</summary>
      <dl>
        {EXAMPLES.map(([written, name]) => (
          <div key={name}>
            <dt>
              <code>{written}</code>
            </dt>
            <dd>{t(`discussion.markdown.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t("discussion.markdown.send")}</p>
    </details>
  );
}
