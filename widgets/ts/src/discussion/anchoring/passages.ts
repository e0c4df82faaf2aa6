import type { Anchor, Span } from "../../types";
import { ELSEWHERE, type Place } from "../places";
import { CellText } from "./cell_text";
import { type Found, findAlike, findExact } from "./find";
import { LONGEST_QUOTE, quoteAt } from "./quote";

/** Where a thread is on the page as it is now. */
export interface Located {
  /** Key of its place. */
  place: string;
  /** The passage it is about, when that is not a whole block. */
  passage: { cell: string; span: Span } | null;
  /** Where among the places, and where among what hangs there: smaller comes first. */
  order: readonly [number, number];
}

/** A cell whose words changed gets another id: then a passage is looked for in all of them. */
const ALIKE_ELSEWHERE = 0.75;

/** The guide's text, cell by cell: from anchors to places and from selections to anchors. */
export class Passages {
  private readonly cells: ReadonlyMap<string, HTMLElement>;
  private readonly texts = new Map<string, CellText>();

  constructor(
    guide: HTMLElement,
    readonly places: Place[],
  ) {
    const cells = [...guide.querySelectorAll<HTMLElement>(".cb-cell[data-cell-id]")];
    this.cells = new Map(cells.map((cell) => [cell.dataset.cellId ?? "", cell]));
  }

  /** Know of a place that came later than the page; it stands after all others. */
  add(place: Place): void {
    this.places.push(place);
  }

  /** Where an anchor is now; the guide may have changed since it was made. */
  locate(anchor: Anchor): Located {
    if (anchor.kind === "exercise") return this.at(`exercise:${anchor.ref}`);
    const passage = this.find(anchor);
    if (!passage) return this.at(this.firstIn(anchor.ref));
    const place = this.placeOf(passage.cell, passage.span);
    if (!place) return this.at(ELSEWHERE);
    const { order } = this.at(place.key);
    const whole = isWhole(place, anchor, passage.span);
    return {
      place: place.key,
      passage: whole ? null : passage,
      order: [order[0], whole ? -1 : passage.span.start],
    };
  }

  /** The letters of a passage on the page. */
  range(passage: Located["passage"]): Range | null {
    if (!passage) return null;
    return this.text(passage.cell)?.rangeOf(passage.span) ?? null;
  }

  /** What a thread about selected text hangs on: of several cells the first. */
  select(range: Range): Anchor | null {
    for (const [ref, cell] of this.cells) {
      if (!range.intersectsNode(cell)) continue;
      const text = this.text(ref);
      const span = text?.spanOf(range);
      if (!text || !span) continue;
      return { kind: "passage", ref, quote: quoteAt(text.text, span), position: span };
    }
    return null;
  }

  private find(anchor: Anchor): Located["passage"] {
    const { quote, position = null, ref } = anchor;
    if (!quote) return null;
    const here = this.text(ref)?.text;
    if (here !== undefined) {
      const span = findExact(here, quote, position) ?? findAlike(here, quote, position);
      if (span) return { cell: ref, span };
    }
    let best: { cell: string; span: Found } | null = null;
    for (const cell of this.cells.keys()) {
      if (cell === ref) continue;
      const text = this.text(cell)?.text ?? "";
      const span = findExact(text, quote, null);
      if (span) return { cell, span };
    }
    for (const cell of this.cells.keys()) {
      if (cell === ref) continue;
      const span = findAlike(this.text(cell)?.text ?? "", quote, null);
      if (span && span.likeness > (best?.span.likeness ?? ALIKE_ELSEWHERE)) best = { cell, span };
    }
    return best;
  }

  private text(ref: string): CellText | undefined {
    const cell = this.cells.get(ref);
    const known = this.texts.get(ref);
    if (!cell || known?.current) return known;
    const text = new CellText(cell);
    this.texts.set(ref, text);
    return text;
  }

  private at(key: string): Located {
    const index = this.places.findIndex((place) => place.key === key);
    if (index < 0) return { place: ELSEWHERE, passage: null, order: [this.places.length, 0] };
    return { place: key, passage: null, order: [index, -1] };
  }

  private firstIn(ref: string): string {
    const cell = this.cells.get(ref);
    return this.places.find((place) => cell?.contains(place.element))?.key ?? ELSEWHERE;
  }

  /** The place that a passage is in; of a heading the place below it. */
  private placeOf(cell: string, span: Span): Place | undefined {
    const start = this.text(cell)?.rangeOf(span)?.startContainer;
    if (!start) return undefined;
    const around = this.places.find((place) => place.element.contains(start));
    const below = this.places.find(
      ({ element }) => start.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    return around ?? below ?? this.places.at(-1);
  }
}

function isWhole(place: Place, anchor: Anchor, span: Span): boolean {
  const length = span.end - span.start;
  const all = place.anchor.position;
  if (!all) return false;
  const whole = all.end - all.start;
  if (place.anchor.ref === anchor.ref && span.start !== all.start) return false;
  // Of a long block an older anchor has the beginning alone.
  return length >= whole || (length === LONGEST_QUOTE && !anchor.position && whole > length);
}
