import { useRef } from "preact/hooks";
import { WritersLine } from "../../exercises/text/Writers";
import type { Thread } from "../../types";
import { locale, t } from "../../words";
import { Composer } from "../composing/Composer";
import { useFocus } from "../guiding/useFocus";
import type { DiscussionModel } from "../model";
import { Comments } from "./Comments";

interface OpenThreadProps {
  thread: Thread;
  model: DiscussionModel;
}

function Called({ thread, model }: OpenThreadProps) {
  const names = model.people.value
    .filter((person) => thread.called.includes(person.id))
    .map((person) => person.name);
  if (names.length === 0 || thread.resolved) return null;
  return (
    <p class="cb-thread__called">
      {thread.called.includes(model.me.id)
        ? t("discussion.called.you")
        : t("discussion.called", { names: new Intl.ListFormat(locale).format(names) })}
    </p>
  );
}

/** All of a thread, and a place to reply. */
export function OpenThread({ thread, model }: OpenThreadProps) {
  const around = useRef<HTMLDivElement>(null);
  const wished = model.wish.value?.on === "reply";
  const writable = model.may.value.comment && !thread.resolved;
  useFocus(
    wished,
    () => around.current?.querySelector<HTMLElement>(":scope > .cb-composer textarea"),
    (area) => {
      model.granted();
      area.scrollIntoView({ block: "nearest" });
    },
  );
  return (
    <div ref={around}>
      <Comments thread={thread} model={model} />
      <Called thread={thread} model={model} />
      <p class="cb-thread__writers">
        <WritersLine people={model.repliers.in(thread.id)} />
      </p>
      {writable && (
        <Composer
          model={model}
          draft={`cb-reply:${thread.id}`}
          label={t("discussion.reply")}
          sendWord={t("discussion.send")}
          writing={() => model.repliers.say(thread.id)}
          send={async (body, key) => {
            await model.write.reply(thread, body, key);
            model.repliers.sent();
          }}
        />
      )}
    </div>
  );
}
