import type { Uploaded } from "../../types";
import { t } from "../../words";
import { Icon } from "../Icon";
import { isPicture, sizeOf, smallUrlOf, urlOf } from "./files";

interface PictureProps {
  file: Uploaded;
  /** Look at it in full. */
  open(): void;
}

/** A file to be seen or fetched. */
export function Picture({ file, open }: PictureProps) {
  const { name, caption, width, height, size } = file;
  if (!isPicture(file)) {
    return (
      <a class="cb-upload__file" href={urlOf(file)} download={name}>
        <Icon name="file" />
        <span class="cb-upload__name">{name}</span>
        {size !== null && <span class="cb-upload__size">{sizeOf(size)}</span>}
      </a>
    );
  }
  const look = t("exercise.upload.open", { name: caption || name });
  return (
    <button type="button" class="cb-upload__picture" aria-label={look} onClick={open}>
      <img
        src={smallUrlOf(file)}
        alt={caption || name}
        width={width ?? undefined}
        height={height ?? undefined}
        loading="lazy"
        draggable={false}
      />
    </button>
  );
}
