import { useState } from "preact/hooks";
import { problemOf } from "../../discussion/problem";
import type { RubricLine } from "../../types";
import { t } from "../../words";
import { Html } from "../answer";
import type { CalibratedAnswer } from "./data";

interface RatedAnswerProps {
  answer: CalibratedAnswer;
  number: number;
  rubric: RubricLine[];
  rate: (levels: Record<string, number>) => Promise<void>;
}

/** An answer without a name: first judged, then compared. */
export function RatedAnswer({ answer, number, rubric, rate }: RatedAnswerProps) {
  const id = `answer-${answer.item}`;
  return (
    <article class="cb-call" aria-labelledby={id}>
      <h3 id={id}>{t("review.calibration.answer", { number })}</h3>
      <Html class="cb-answer cb-prose" html={answer.html} />
      {answer.mine === null ? (
        <Form answer={answer} rubric={rubric} rate={rate} label={id} />
      ) : (
        <Compared answer={answer} mine={answer.mine} rubric={rubric} />
      )}
    </article>
  );
}

type FormProps = Omit<RatedAnswerProps, "number"> & { label: string };

function Form({ answer, rubric, rate, label }: FormProps) {
  const [levels, setLevels] = useState<Record<string, number>>({});
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    setProblem(null);
    try {
      await rate(levels);
    } catch (error) {
      setProblem(problemOf(error));
    }
    setSending(false);
  };
  return (
    <form class="cb-feedback" aria-labelledby={label} onSubmit={submit}>
      {rubric.map((line) => (
        <fieldset key={line.id} class="cb-choice-row">
          <legend>{line.label}</legend>
          <div class="cb-segments">
            {line.levels.map((name, level) => (
              <label key={name} class="cb-segment">
                <input
                  type="radio"
                  name={`${answer.item}-${line.id}`}
                  required
                  checked={levels[line.id] === level}
                  onChange={() => setLevels({ ...levels, [line.id]: level })}
                />
                <span>{name}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      {problem && (
        <p class="cb-standing is-failed" role="alert">
          {problem}
        </p>
      )}
      <div class="cb-feedback__end">
        <button type="submit" class="cb-button cb-button--primary" disabled={sending}>
          {t("review.calibration.done")}
        </button>
        <p class="cb-standing">{t("review.calibration.stands")}</p>
      </div>
    </form>
  );
}

interface ComparedProps {
  answer: CalibratedAnswer;
  mine: Record<string, number>;
  rubric: RubricLine[];
}

function Compared({ answer, mine, rubric }: ComparedProps) {
  const level = (line: RubricLine, levels: Record<string, number>) =>
    line.levels[levels[line.id] ?? -1] ?? "–";
  return (
    <>
      <table class="cb-compared">
        <thead>
          <tr>
            <td />
            <th scope="col">{t("review.calibration.you")}</th>
            {answer.others.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rubric.map((line) => (
            <tr key={line.id}>
              <th scope="row">{line.label}</th>
              <td>{level(line, mine)}</td>
              {answer.others.map((other) => (
                <td
                  key={other.name}
                  class={other.levels[line.id] === mine[line.id] ? "" : "is-apart"}
                >
                  {level(line, other.levels)}
                  {other.levels[line.id] !== mine[line.id] && (
                    <span class="cb-hidden"> ({t("review.calibration.apart")})</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {answer.others.length === 0 && <p class="cb-quiet">{t("review.calibration.nobody")}</p>}
    </>
  );
}
