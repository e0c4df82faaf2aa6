import base from "@jupyter-widgets/base/css/index.css?sheet";
import controls from "@jupyter-widgets/controls/css/widgets-base.css?sheet";
import lumino from "@lumino/widgets/style/index.css?sheet";

let adopted = false;

/**
 * Give the page the libraries' own styles, in a layer: what the page says itself counts more.
 *
 * Constructed sheets need no leave from the page's policy. A focus that cannot be seen is nothing
 * that a library may ask for.
 */
export function adoptStyles(): void {
  if (adopted) return;
  adopted = true;
  for (const text of [lumino, base, controls]) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@layer libraries {${text.replaceAll("outline:none!important", "")}}`);
    document.adoptedStyleSheets.push(sheet);
  }
}
