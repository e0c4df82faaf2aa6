import type * as Y from "yjs";
import type { UploadExercise, Uploaded, UploadedFile } from "../../types";
import { type Form, put } from "./form";
import { positionOf, rearranged } from "./position";

const ID = /^upl_[a-z2-7]{20}$/;
const TYPES = ["image/png", "image/jpeg", "application/pdf", "text/plain"];
const LONGEST_CAPTION = 500;
/** Sorts behind every position. */
const AFTER_ALL = "~";

const placeKey = (id: string) => `${id}/place`;
const captionKey = (id: string) => `${id}/caption`;

function count(raw: unknown): number | null {
  return typeof raw === "number" && Number.isInteger(raw) && raw > 0 && raw < 2 ** 31 ? raw : null;
}

function captionOf(raw: unknown): string {
  const text = typeof raw === "string" ? raw.trim() : "";
  return [...text].slice(0, LONGEST_CAPTION).join("").trim();
}

function fileIn(map: Y.Map<unknown>, id: string): Uploaded | null {
  const raw = map.get(id);
  if (!ID.test(id) || typeof raw !== "object" || raw === null) return null;
  const { name, type, size, width, height } = raw as Record<string, unknown>;
  if (typeof type !== "string" || !TYPES.includes(type)) return null;
  return {
    id,
    name: typeof name === "string" && name ? name : "file",
    type,
    size: count(size),
    width: count(width),
    height: count(height),
    caption: captionOf(map.get(captionKey(id))),
  };
}

/** Every file that is there, in order; more than are asked for too. */
export function filesIn(map: Y.Map<unknown>): Uploaded[] {
  const files = [...map.keys()].map((key) => fileIn(map, key)).filter((file) => file !== null);
  const rank = ({ id }: Uploaded) => [positionOf(map.get(placeKey(id))) ?? AFTER_ALL, id] as const;
  return files.sort((one, two) => {
    const [a, b] = [rank(one), rank(two)];
    const at = a[0] === b[0] ? 1 : 0;
    return a[at] < b[at] ? -1 : 1;
  });
}

/** Put files in this order, moving as few as possible. */
export function arrange(map: Y.Map<unknown>, ids: readonly string[]): void {
  const places = new Map<string, string>();
  for (const id of ids) {
    const place = positionOf(map.get(placeKey(id)));
    if (place) places.set(id, place);
  }
  for (const [id, place] of rearranged(ids, places)) put(map, placeKey(id), place);
}

/** Add what the server has kept, behind all others. */
export function addFile(map: Y.Map<unknown>, { id, ...rest }: UploadedFile, caption = ""): void {
  const before = filesIn(map).map((file) => file.id);
  map.set(id, rest);
  setCaption(map, id, caption);
  arrange(map, [...before.filter((each) => each !== id), id]);
}

export function setCaption(map: Y.Map<unknown>, id: string, caption: string): void {
  put(map, captionKey(id), caption || null);
}

export function captionIn(map: Y.Map<unknown> | null, id: string): string {
  const raw = map?.get(captionKey(id));
  return typeof raw === "string" ? raw : "";
}

export function removeFile(map: Y.Map<unknown>, id: string): void {
  for (const key of [id, placeKey(id), captionKey(id)]) put(map, key, null);
}

export const uploadForm: Form<UploadExercise> = {
  text: false,
  map: true,
  read({ map }, { options }) {
    const files = map ? filesIn(map).slice(0, options.most) : [];
    return files.length ? files : null;
  },
  write({ map }, _definition, value) {
    if (!map) return;
    const wanted = (Array.isArray(value) ? value : []) as Uploaded[];
    const kept = new Set(wanted.map(({ id }) => id));
    for (const { id } of filesIn(map)) if (!kept.has(id)) removeFile(map, id);
    for (const { caption, ...file } of wanted) {
      if (map.has(file.id)) setCaption(map, file.id, caption);
      else addFile(map, file, caption);
    }
    arrange(
      map,
      wanted.map(({ id }) => id),
    );
  },
};
