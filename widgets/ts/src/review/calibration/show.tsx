import { signal } from "@preact/signals";
import { render } from "preact";
import { Api } from "../../live/api";
import { t } from "../../words";
import { Html } from "../answer";
import { Agreement } from "./Agreement";
import type { CalibrationData } from "./data";
import { RatedAnswer } from "./RatedAnswer";

/** Bring the page on which mentors judge the same answers to life, if this is that page. */
export function startCalibration(): void {
  const text = document.getElementById("cb-calibration-data")?.textContent;
  const place = document.getElementById("cb-calibration");
  if (!text || !place) return;
  const api = new Api();
  const data = signal(JSON.parse(text) as CalibrationData);
  const { workbook, exercise } = data.value;
  const refresh = async () => {
    const url = `/api/review/calibration/${workbook.id}/${exercise}`;
    data.value = await api.get<CalibrationData>(url);
  };

  function Calibration() {
    const { prompt_html, notes_html, answers, rubric } = data.value;
    const done = answers.filter(({ mine }) => mine !== null).length;
    return (
      <>
        <section class="cb-review__exercise" aria-label={t("review.exercise")}>
          <Html class="cb-review__prompt cb-prose" html={prompt_html} />
          {notes_html && (
            <aside class="cb-notes" aria-label={t("review.notes")}>
              <h2>{t("review.notes")}</h2>
              <Html class="cb-prose" html={notes_html} />
            </aside>
          )}
        </section>
        <Agreement data={data.value} />
        <h2 class="cb-calibration__title">{t("review.calibration.answers")}</h2>
        <p class="cb-quiet" role="status">
          {t("review.calibration.rated", { count: done, total: answers.length })}
        </p>
        <div class="cb-calibration">
          {answers.map((answer, index) => (
            <RatedAnswer
              key={`${answer.item}-${answer.revision}`}
              answer={answer}
              number={index + 1}
              rubric={rubric}
              rate={async (levels) => {
                const { item, revision } = answer;
                await api.put(`/api/review/items/${item}/rating`, { levels, revision });
                await refresh();
              }}
            />
          ))}
        </div>
      </>
    );
  }
  render(<Calibration />, place);
  place.setAttribute("aria-busy", "false");
}
