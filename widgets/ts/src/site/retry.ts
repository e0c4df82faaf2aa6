import { t } from "../words";

/** On the page that says the server is busy: count down, then load the page again. */
export function retryLater(line: HTMLElement): void {
  let left = Number(line.dataset.seconds);
  if (!Number.isFinite(left) || left <= 0) return;
  const timer = setInterval(() => {
    left -= 1;
    if (left <= 0) {
      clearInterval(timer);
      line.textContent = t("error.busy.trying");
      location.reload();
    } else if (left % 5 === 0 || left < 4) {
      // Said seldom, so that a screen reader is not kept talking.
      line.textContent = t("error.busy.retry", { count: left });
    }
  }, 1000);
}
