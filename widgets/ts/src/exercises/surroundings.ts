import { createContext } from "preact";
import type { Api } from "../live/api";

/** Where an exercise stands, for controls that ask the server for more than its document. */
export interface Surroundings {
  /** Null in the preview, where nothing is kept. */
  api: Api | null;
  /** `/api/rooms/<group>/<workbook>` */
  roomUrl: string;
  /** Call `hear` whenever there is news of an exercise's code; returns how to stop. */
  onCode?: (exercise: string, hear: () => void) => () => void;
}

export const SurroundingsContext = createContext<Surroundings>({ api: null, roomUrl: "" });
