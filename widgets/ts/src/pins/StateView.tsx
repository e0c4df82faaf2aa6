import type { Setting } from "../types";
import { t } from "../words";
import { nameOf, settingWords, telling } from "./words";

interface StateViewProps {
  settings: readonly Setting[];
  /** Address of its picture, where there is one. */
  picture: string | null;
}

/** A state of a simulation: what it looked like, and how its controls were set. */
export function StateView({ settings, picture }: StateViewProps) {
  const told = telling(settings);
  return (
    <div class="cb-state">
      {picture ? (
        <img class="cb-state__picture" src={picture} alt={t("page.pin.picture")} />
      ) : (
        <p class="cb-quiet-words">{t("page.pin.no-picture")}</p>
      )}
      {told.length > 0 && (
        <dl class="cb-state__settings">
          {told.map((each) => (
            <div key={each.place}>
              <dt>{nameOf(each)}</dt>
              <dd>{settingWords(each)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
