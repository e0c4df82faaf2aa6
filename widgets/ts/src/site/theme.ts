import { t } from "../words";

type Theme = "auto" | "light" | "dark";

const order: Theme[] = ["auto", "light", "dark"];
const key = "cohortbook-theme";

function chosen(): Theme {
  try {
    const kept = localStorage.getItem(key);
    return kept === "light" || kept === "dark" ? kept : "auto";
  } catch {
    return "auto";
  }
}

function apply(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

apply(chosen());

/** Put a button in `place` that goes through the colours; the choice is kept in this browser. */
export function themeSwitch(place: HTMLElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cb-theme";
  const show = (theme: Theme) => {
    button.dataset.theme = theme;
    const label = t("site.theme.label", { theme: t(`site.theme.${theme}`) });
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  button.addEventListener("click", () => {
    const next = order[(order.indexOf(chosen()) + 1) % order.length] ?? "auto";
    try {
      localStorage.setItem(key, next);
    } catch {
      // It lasts as long as the page then.
    }
    apply(next);
    show(next);
  });
  show(chosen());
  place.append(button);
}
