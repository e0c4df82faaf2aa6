import type { Sort, UploadedFile, UploadOptions } from "../../types";
import { locale, t } from "../../words";

const MEGABYTE = 1_000_000;

/** What the browser's picker offers; what a file is, the server finds out. */
const OFFERED: Record<Sort, string> = {
  image: "image/png,image/jpeg,image/webp,image/gif,image/bmp",
  pdf: "application/pdf",
  text: "text/*,.csv,.tsv,.md,.json,.log",
};

export function isPicture({ type }: { type: string }): boolean {
  return type.startsWith("image/");
}

export function urlOf({ id }: UploadedFile): string {
  return `/uploads/${id}`;
}

export function smallUrlOf(file: UploadedFile): string {
  return `${urlOf(file)}/small`;
}

export function offered({ accept }: UploadOptions): string {
  return accept.map((sort) => OFFERED[sort]).join(",");
}

/** Such as “pictures, PDFs”. */
export function sortsOf({ accept }: UploadOptions): string {
  return accept.map((sort) => t(`exercise.upload.sort.${sort}`)).join(", ");
}

export function sizeOf(bytes: number): string {
  const amount = bytes < MEGABYTE ? Math.ceil(bytes / 1000) : bytes / MEGABYTE;
  const written = amount.toLocaleString(locale, { maximumFractionDigits: 1 });
  return `${written} ${bytes < MEGABYTE ? "kB" : "MB"}`;
}

export function isTooLarge(file: File, { largest_mb }: UploadOptions): boolean {
  return file.size > largest_mb * MEGABYTE;
}

const PROBLEMS = [
  "offline",
  "upload-not-accepted",
  "upload-damaged",
  "upload-too-large",
  "upload-empty",
  "uploads-full",
] as const;

/** Why a file was not kept. */
export function problemWords(code: string | null, options: UploadOptions): string {
  const known = PROBLEMS.find((each) => each === code);
  return t(known ? `exercise.upload.problem.${known}` : "exercise.upload.problem", {
    sorts: sortsOf(options),
    megabytes: options.largest_mb,
  });
}
