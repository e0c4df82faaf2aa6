import type { RubricLine } from "../../types";

/** An answer to judge, and what was said of it once one has. */
export interface CalibratedAnswer {
  item: string;
  revision: number;
  html: string;
  mine: Record<string, number> | null;
  others: { name: string; levels: Record<string, number> }[];
}

/** How far one agrees with one other mentor on one line of the rubric. */
export interface AgreementOn {
  with: string;
  criterion: string;
  n: number;
  same: number;
  kappa: number | null;
  low: number | null;
  high: number | null;
}

/** `GET /api/review/calibration/<workbook>/<exercise>` */
export interface CalibrationData {
  workbook: { id: string; title: string };
  exercise: string;
  prompt_html: string;
  notes_html: string | null;
  rubric: RubricLine[];
  answers: CalibratedAnswer[];
  agreement: AgreementOn[];
  /** With fewer answers kappa is not told; with fewer than `few` with a warning. */
  fewest: number;
  few: number;
}
