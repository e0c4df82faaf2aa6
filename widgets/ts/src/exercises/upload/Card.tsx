import type { Uploaded } from "../../types";
import { t } from "../../words";
import { Icon, type IconName } from "../Icon";
import { Picture } from "./Picture";

interface CardProps {
  file: Uploaded;
  /** As it is being written, which may end in a space. */
  caption: string;
  first: boolean;
  last: boolean;
  open(): void;
  describe(caption: string): void;
  move(by: 1 | -1): void;
  remove(): void;
}

interface ToolProps {
  icon: IconName;
  label: string;
  disabled?: boolean;
  press(): void;
}

function Tool({ icon, label, disabled = false, press }: ToolProps) {
  return (
    <button
      type="button"
      class={`cb-upload__tool cb-upload__tool--${icon}`}
      aria-label={label}
      title={label}
      aria-disabled={disabled}
      onClick={() => !disabled && press()}
    >
      <Icon name={icon} />
    </button>
  );
}

/** A file of the answer, with all that can be done with it. */
export function Card({ file, caption, first, last, open, describe, move, remove }: CardProps) {
  const name = file.caption || file.name;
  return (
    <li class="cb-upload__card" data-upload={file.id}>
      <Picture file={file} open={open} />
      <input
        class="cb-upload__caption"
        type="text"
        maxLength={500}
        value={caption}
        aria-label={t("exercise.upload.caption.of", { name: file.name })}
        placeholder={t("exercise.upload.caption")}
        dir="auto"
        onInput={({ currentTarget }) => describe(currentTarget.value)}
      />
      <div class="cb-upload__tools">
        <Tool
          icon="left"
          label={t("exercise.upload.earlier", { name })}
          disabled={first}
          press={() => move(-1)}
        />
        <Tool
          icon="right"
          label={t("exercise.upload.later", { name })}
          disabled={last}
          press={() => move(1)}
        />
        <Tool icon="remove" label={t("exercise.upload.remove", { name })} press={remove} />
      </div>
    </li>
  );
}
