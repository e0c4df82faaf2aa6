import type { ReadonlySignal } from "@preact/signals";
import { t } from "../words";

interface BannerProps {
  outdated: ReadonlySignal<boolean>;
  /** Whether everything typed is kept: only then may the page be loaded anew. */
  safe: ReadonlySignal<boolean>;
}

/** Says that the guide was updated, and offers to load it. */
export function Banner({ outdated, safe }: BannerProps) {
  if (!outdated.value) return null;
  return (
    <div class="cb-banner" role="alert">
      <span>{t("page.outdated")}</span>
      <button
        type="button"
        class="cb-button"
        disabled={!safe.value}
        onClick={() => location.reload()}
      >
        {safe.value ? t("page.reload") : t("page.reload.wait")}
      </button>
    </div>
  );
}
