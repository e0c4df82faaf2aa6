import { createContext } from "preact";

/** Titles of the workbook's topics, by id. */
export const Topics = createContext<Record<string, string>>({});
