/** A card: where its place is, and how tall the card is (both in pixels). */
export interface Card {
  top: number;
  height: number;
}

/**
 * Where to put cards so that each is as near its place as it can be and none covers another.
 *
 * Cards come in the order of their places. The active one stands exactly beside its place; the
 * others make room for it, upwards and downwards.
 */
export function arrange(cards: readonly Card[], active: number, gap: number): number[] {
  const tops: number[] = [];
  let free = 0;
  for (const card of cards) {
    const top = Math.max(card.top, free);
    tops.push(top);
    free = top + card.height + gap;
  }
  const chosen = cards[active];
  if (!chosen) return tops;
  tops[active] = Math.max(0, chosen.top);
  let limit = tops[active] ?? 0;
  for (let index = active - 1; index >= 0; index -= 1) {
    const card = cards[index] as Card;
    const top = Math.min(Math.max(card.top, tops[index] ?? 0), limit - gap - card.height);
    tops[index] = top;
    limit = top;
  }
  free = (tops[active] ?? 0) + chosen.height + gap;
  for (let index = active + 1; index < cards.length; index += 1) {
    const card = cards[index] as Card;
    tops[index] = Math.max(card.top, free);
    free = (tops[index] ?? 0) + card.height + gap;
  }
  return tops;
}
