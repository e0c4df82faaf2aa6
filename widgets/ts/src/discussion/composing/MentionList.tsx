import { t } from "../../words";
import { Avatar } from "../Avatar";
import type { Choice } from "../mentions/choices";

interface MentionListProps {
  id: string;
  choices: readonly Choice[];
  active: number;
  choose: (choice: Choice) => void;
}

export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}

/** Who can be mentioned; the focus stays where one writes. */
export function MentionList({ id, choices, active, choose }: MentionListProps) {
  return (
    <div class="cb-mention-list" role="listbox" id={id} aria-label={t("discussion.mention.list")}>
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the text field points at it instead
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are listened to in the text field
        <div
          key={choice.person?.id ?? "mentors"}
          role="option"
          id={optionId(id, index)}
          aria-selected={index === active}
          class="cb-mention-list__one"
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(choice)}
        >
          {choice.person ? (
            <Avatar person={choice.person} />
          ) : (
            <span class="cb-avatar cb-avatar--all" aria-hidden="true">
              @
            </span>
          )}
          <span>{choice.name}</span>
          {choice.person ? (
            choice.person.role !== "member" && (
              <span class="cb-role">{t(`page.role.${choice.person.role}`)}</span>
            )
          ) : (
            <span class="cb-quiet">{t("discussion.mention.mentors.hint")}</span>
          )}
        </div>
      ))}
    </div>
  );
}
