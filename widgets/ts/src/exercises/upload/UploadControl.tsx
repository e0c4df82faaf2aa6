import { useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { UploadExercise, Uploaded } from "../../types";
import { t } from "../../words";
import type { ControlProps } from "../controlProps";
import { addFile, arrange, captionIn, filesIn, removeFile, setCaption } from "../kinds/upload";
import { SurroundingsContext } from "../surroundings";
import { Card } from "./Card";
import { DropZone } from "./DropZone";
import { isTooLarge } from "./files";
import { OutgoingCard } from "./OutgoingCard";
import { Sending } from "./sending";
import { UploadValue } from "./UploadValue";
import { Viewer } from "./Viewer";

/** Pictures and files: dropped, pasted or chosen; described, put in order, taken away again. */
export function UploadControl(props: ControlProps<UploadExercise>) {
  const { definition, answer, readOnly, labelledBy, describedBy } = props;
  const { options } = definition;
  void answer.revision.value;
  const { api, roomUrl } = useContext(SurroundingsContext);
  const fieldset = useRef<HTMLFieldSetElement>(null);
  const [viewed, setViewed] = useState<string | null>(null);
  const [removed, setRemoved] = useState<Uploaded | null>(null);
  const [said, setSaid] = useState("");
  const sending = useMemo(
    () =>
      new Sending(`${roomUrl}/uploads/${definition.id}`, (file) => {
        answer.change(({ map }) => map && addFile(map, file));
        setSaid(t("exercise.upload.added", { name: file.name }));
      }),
    [answer],
  );
  const outgoing = sending.files.value;
  const waiting = outgoing.length > 0;
  useEffect(() => {
    if (!waiting) return undefined;
    const ask = (event: Event) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [waiting]);
  useEffect(() => () => sending.end(), [sending]);

  const files = answer.map ? filesIn(answer.map).slice(0, options.most) : [];
  if (readOnly && files.length > 0) return <UploadValue definition={definition} value={files} />;
  if (readOnly) return <p class="cb-upload__none">{t("exercise.upload.none")}</p>;
  const room = options.most - files.length - outgoing.length;

  function take(given: readonly File[]): void {
    setRemoved(null);
    const fitting = given.filter((file) => !isTooLarge(file, options));
    const large = given.find((file) => isTooLarge(file, options));
    if (large) {
      const values = { name: large.name, megabytes: options.largest_mb };
      setSaid(t("exercise.upload.too-large", values));
    } else {
      setSaid(fitting.length > room ? t("exercise.upload.full", { count: options.most }) : "");
    }
    sending.add(fitting.slice(0, Math.max(0, room)));
  }

  function move(index: number, by: 1 | -1): void {
    const ids = files.map(({ id }) => id);
    const [id = ""] = ids.splice(index, 1);
    ids.splice(index + by, 0, id);
    answer.change(({ map }) => map && arrange(map, ids));
    setSaid(t("exercise.upload.number", { number: index + by + 1, total: files.length }));
  }

  function remove(file: Uploaded): void {
    answer.change(({ map }) => map && removeFile(map, file.id));
    setRemoved(file);
    setSaid(t("exercise.upload.removed", { name: file.caption || file.name }));
    fieldset.current?.querySelector<HTMLElement>(".cb-upload__choose")?.focus();
  }

  function bringBack({ caption, ...file }: Uploaded): void {
    answer.change(({ map }) => map && addFile(map, file, caption));
    setRemoved(null);
    setSaid(t("exercise.upload.added", { name: caption || file.name }));
  }

  return (
    <fieldset
      ref={fieldset}
      class="cb-upload"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onPaste={(event) => {
        const pasted = [...(event.clipboardData?.files ?? [])];
        if (pasted.length === 0 || !api) return;
        event.preventDefault();
        take(pasted);
      }}
    >
      {files.length + outgoing.length > 0 && (
        <ul class="cb-upload__files">
          {files.map((file, index) => (
            <Card
              key={file.id}
              file={file}
              caption={captionIn(answer.map, file.id)}
              first={index === 0}
              last={index === files.length - 1}
              open={() => setViewed(file.id)}
              describe={(text) => answer.change(({ map }) => map && setCaption(map, file.id, text))}
              move={(by) => move(index, by)}
              remove={() => remove(file)}
            />
          ))}
          {outgoing.map((each) => (
            <OutgoingCard key={each.key} outgoing={each} sending={sending} options={options} />
          ))}
        </ul>
      )}
      <DropZone options={options} room={room} may={api !== null} take={take} />
      <p class="cb-upload__said" role="status">
        {said}
        {removed && (
          <button type="button" class="cb-quiet" onClick={() => bringBack(removed)}>
            {t("exercise.upload.undo")}
          </button>
        )}
      </p>
      {viewed && <Viewer files={files} first={viewed} close={() => setViewed(null)} />}
    </fieldset>
  );
}
