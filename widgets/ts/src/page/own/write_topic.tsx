import { render } from "preact";
import { Api } from "../../live/api";
import { addTopic, problemOf } from "./model";
import { TopicForm } from "./TopicForm";

/** Let somebody write a topic of the group's own where its workbook is not open. */
export function writeTopic(
  place: HTMLElement,
  roomUrl: string,
  done: (added: boolean) => void,
): void {
  const api = new Api();
  let added = false;
  render(
    <TopicForm
      topic={null}
      send={async (draft, key) => {
        try {
          await addTopic(api, roomUrl, draft, key);
        } catch (error) {
          return problemOf(error);
        }
        added = true;
        return null;
      }}
      done={() => {
        render(null, place);
        done(added);
      }}
    />,
    place,
  );
}
