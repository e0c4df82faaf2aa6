import { useEffect, useRef, useState } from "preact/hooks";
import { Dialog } from "../../discussion/parts/Dialog";
import type { Uploaded } from "../../types";
import { t } from "../../words";
import { Icon } from "../Icon";
import { isPicture, urlOf } from "./files";

interface ViewerProps {
  files: readonly Uploaded[];
  /** Id of the picture to begin with. */
  first: string;
  close: () => void;
}

/** Pictures in full, one after the other. */
export function Viewer({ files, first, close }: ViewerProps) {
  const pictures = files.filter(isPicture);
  const [id, setId] = useState(first);
  const at = Math.max(
    0,
    pictures.findIndex((each) => each.id === id),
  );
  const shown = pictures[at];
  const inside = useRef<HTMLDivElement>(null);
  const gone = shown === undefined;
  useEffect(() => {
    if (gone) close();
    else inside.current?.focus();
  }, [gone]);
  if (!shown) return null;

  const step = (by: number) => setId(pictures.at((at + by) % pictures.length)?.id ?? id);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(getComputedStyle(inside.current as Element).direction === "rtl" ? -by : by);
  };
  return (
    <Dialog title={shown.caption || shown.name} close={close} wide>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys come from what stands in it */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a large picture is scrolled by keys */}
      <div ref={inside} class="cb-viewer" onKeyDown={onKeyDown} tabIndex={0}>
        <img
          src={urlOf(shown)}
          alt={shown.caption || shown.name}
          width={shown.width ?? undefined}
          height={shown.height ?? undefined}
        />
      </div>
      {pictures.length > 1 && (
        <div class="cb-viewer__steps">
          <button type="button" class="cb-tool" onClick={() => step(-1)}>
            <Icon name="left" />
            {t("exercise.upload.previous")}
          </button>
          <span role="status">
            {t("exercise.upload.number", { number: at + 1, total: pictures.length })}
          </span>
          <button type="button" class="cb-tool" onClick={() => step(1)}>
            {t("exercise.upload.next")}
            <Icon name="right" />
          </button>
        </div>
      )}
    </Dialog>
  );
}
