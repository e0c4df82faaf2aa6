/** Where a link leads to a workbook to add a topic there: let it be done here. */
export function addTopicsHere(link: HTMLAnchorElement, roomUrl: string): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cb-link";
  button.append(...link.childNodes);
  link.replaceWith(button);
  const place = document.createElement("div");
  place.className = "cb-own-topics__form";
  button.parentElement?.after(place);
  const open = async () => {
    // Few who look at the page write a topic: the form is fetched for them.
    const { writeTopic } = await import("../page/own/write_topic");
    button.hidden = true;
    writeTopic(place, roomUrl, (added) => {
      button.hidden = false;
      if (!added) return button.focus();
      // The server tells of it, with all that belongs to it.
      location.hash = "topics";
      location.reload();
    });
    place.querySelector("input")?.focus();
  };
  button.addEventListener("click", () => {
    open().catch(() => location.assign(link.href));
  });
}
