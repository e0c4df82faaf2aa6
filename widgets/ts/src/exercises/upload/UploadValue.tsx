import { useState } from "preact/hooks";
import type { UploadExercise, Uploaded } from "../../types";
import type { ValueProps } from "../kinds/views";
import { Picture } from "./Picture";
import { Viewer } from "./Viewer";

/** Files to be looked at. */
export function UploadValue({ value }: ValueProps<UploadExercise>) {
  const files = value as Uploaded[];
  const [viewed, setViewed] = useState<string | null>(null);
  return (
    <>
      <ul class="cb-upload__files cb-upload__files--read">
        {files.map((file) => (
          <li key={file.id} class="cb-upload__card">
            <figure>
              <Picture file={file} open={() => setViewed(file.id)} />
              {file.caption && <figcaption dir="auto">{file.caption}</figcaption>}
            </figure>
          </li>
        ))}
      </ul>
      {viewed && <Viewer files={files} first={viewed} close={() => setViewed(null)} />}
    </>
  );
}
