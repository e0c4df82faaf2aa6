const SHARPNESS = 2;
const WIDEST = 2000;
/** What is smaller is a symbol of a button, not a figure. */
const SMALLEST = 60;
const PAPER = "#ffffff";
const INK = "#1d2129";

/** What an SVG looks like that its page's styles made look so. */
const STYLES = [
  "color",
  "display",
  "dominant-baseline",
  "fill",
  "fill-opacity",
  "font-family",
  "font-size",
  "font-weight",
  "opacity",
  "stroke",
  "stroke-dasharray",
  "stroke-opacity",
  "stroke-width",
  "text-anchor",
  "visibility",
];
const MOST_STYLED = 5000;

type Drawn = HTMLCanvasElement | HTMLImageElement | SVGSVGElement;

function figuresIn(element: HTMLElement): Drawn[] {
  const found = [...element.querySelectorAll<Drawn>("canvas, img, svg")];
  return found.filter((each) => {
    const { width, height } = each.getBoundingClientRect();
    return (
      width >= SMALLEST && height >= SMALLEST && !found.some((o) => o !== each && o.contains(each))
    );
  });
}

/** Write into a copy what the page's styles say of the original: they do not go with it. */
function keepStyles(original: Element, copy: SVGElement): void {
  const said = getComputedStyle(original);
  for (const name of STYLES) copy.style.setProperty(name, said.getPropertyValue(name));
}

/** An SVG as a file of its own, its ink that of print where it takes it from the page. */
function fileOf(svg: SVGSVGElement, width: number, height: number): Blob {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  if (svg.closest(".cb-figure")) {
    copy.style.color = INK;
    const font = getComputedStyle(svg).fontFamily;
    for (const text of copy.querySelectorAll<SVGElement>("text")) text.style.fontFamily = font;
  } else {
    const originals = svg.querySelectorAll("*");
    const copies = copy.querySelectorAll<SVGElement>("*");
    keepStyles(svg, copy);
    for (const [index, each] of [...copies].slice(0, MOST_STYLED).entries()) {
      const original = originals[index];
      if (original) keepStyles(original, each);
    }
  }
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
}

async function imageOf(svg: SVGSVGElement, width: number, height: number) {
  const image = new Image();
  image.src = URL.createObjectURL(fileOf(svg, width, height));
  try {
    await image.decode();
  } finally {
    URL.revokeObjectURL(image.src);
  }
  return image;
}

/** The colour of what stands behind an element. */
function backdrop(element: Element): string {
  for (let each: Element | null = element; each; each = each.parentElement) {
    const { backgroundColor } = getComputedStyle(each);
    if (backgroundColor !== "rgba(0, 0, 0, 0)" && backgroundColor !== "transparent") {
      return backgroundColor;
    }
  }
  return PAPER;
}

/** Empty where it is larger than the browser can draw. */
function base64(canvas: HTMLCanvasElement): string | null {
  return canvas.toDataURL("image/png").split(",")[1] || null;
}

/**
 * A picture of the figures in an element, as a PNG in base64.
 *
 * Null where there is none, or the browser lets none be taken: a drawing may hold what it does not
 * tell a page.
 */
export async function pictureOf(element: HTMLElement): Promise<string | null> {
  const figures = figuresIn(element);
  if (figures.length === 0) return null;
  const boxes = figures.map((each) => each.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const width = Math.max(...boxes.map((box) => box.right)) - left;
  const height = Math.max(...boxes.map((box) => box.bottom)) - top;
  const scale = Math.min(SHARPNESS, WIDEST / width, WIDEST / height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (!context) return null;
  const ours = figures.every((each) => each.closest(".cb-figure"));
  context.fillStyle = ours ? PAPER : backdrop(element);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  try {
    for (const [index, each] of figures.entries()) {
      const box = boxes[index] as DOMRect;
      const drawn =
        each instanceof SVGSVGElement
          ? await imageOf(each, box.width * scale, box.height * scale)
          : each;
      context.drawImage(drawn, box.left - left, box.top - top, box.width, box.height);
    }
    return base64(canvas);
  } catch {
    return null;
  }
}
