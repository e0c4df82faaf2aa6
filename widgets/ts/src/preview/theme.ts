const THEME = "data-jp-theme-light";

/** Keep `el` light or dark as JupyterLab is; elsewhere as the person's system is. */
export function followTheme(el: HTMLElement): () => void {
  const take = () => {
    const light = document.body.getAttribute(THEME);
    if (light === null) delete el.dataset.theme;
    else el.dataset.theme = light === "false" ? "dark" : "light";
  };
  take();
  const observer = new MutationObserver(take);
  observer.observe(document.body, { attributeFilter: [THEME] });
  return () => observer.disconnect();
}
