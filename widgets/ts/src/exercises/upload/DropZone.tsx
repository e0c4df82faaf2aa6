import { useRef, useState } from "preact/hooks";
import type { UploadOptions } from "../../types";
import { t } from "../../words";
import { Icon } from "../Icon";
import { offered, sortsOf } from "./files";

interface DropZoneProps {
  options: UploadOptions;
  /** How many more there may be. */
  room: number;
  /** Whether files can be kept at all. */
  may: boolean;
  take(files: readonly File[]): void;
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Where files are dropped, and the button that opens the picker; on phones, the camera too. */
export function DropZone({ options, room, may, take }: DropZoneProps) {
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  if (!may) return <p class="cb-upload__none">{t("exercise.upload.preview")}</p>;
  const { most, largest_mb: megabytes } = options;
  const full = room <= 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keys
    <div
      class={over ? "cb-upload__zone cb-upload__zone--over" : "cb-upload__zone"}
      onDragEnter={(event) => holdsFiles(event) && setOver(true)}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        if (event.dataTransfer) event.dataTransfer.dropEffect = full ? "none" : "copy";
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (!holdsFiles(event)) return;
        event.preventDefault();
        take([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <input
        ref={picker}
        class="cb-unseen"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        accept={offered(options)}
        multiple={most > 1}
        onChange={({ currentTarget }) => {
          take([...(currentTarget.files ?? [])]);
          // So that the same file can be chosen again.
          currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class="cb-button cb-upload__choose"
        aria-disabled={full}
        onClick={() => !full && picker.current?.click()}
      >
        <Icon name="picture" />
        {t("exercise.upload.choose")}
      </button>
      <p class="cb-upload__hint">
        {full ? t("exercise.upload.full", { count: most }) : t("exercise.upload.drop")}{" "}
        <span>
          {t("exercise.upload.limits", { count: most, sorts: sortsOf(options), megabytes })}
        </span>
      </p>
    </div>
  );
}
