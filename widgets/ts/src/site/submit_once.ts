/** A second press while the first is under way would use up a link that works once. */
export function submitOnce(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  // The page comes back as it was left when one goes back to it.
  addEventListener("pageshow", () => {
    delete form.dataset.sent;
  });
}
