import { useEffect, useRef } from "preact/hooks";
import { Avatar } from "../../discussion/Avatar";
import { closeWhenLeft } from "../../site/account_menu";
import type { Person } from "../../types";
import { t } from "../../words";
import type { Whereabouts } from "./model";

const SHOWN = 4;

type TitleOf = (section: string) => string | null;

interface ReaderProps {
  person: Person;
  model: Whereabouts;
  titleOf: TitleOf;
  close: () => void;
}

function Reader({ person, model, titleOf, close }: ReaderProps) {
  const section = model.sectionOf(person.id);
  const title = section === null ? null : titleOf(section);
  const reads =
    title === null ? t("page.presence.beginning") : t("page.presence.reads", { section: title });
  const follows = model.followed.value === person.id;
  const goThere = () => {
    close();
    model.unfollow();
    model.goTo(person.id);
  };
  const follow = () => {
    close();
    if (follows) model.unfollow();
    else model.follow(person.id);
  };
  return (
    <li class="cb-reader">
      <Avatar person={person} />
      <div class="cb-reader__words">
        <span>
          {person.name}
          {person.role !== "member" && (
            <span class="cb-quiet"> · {t(`page.role.${person.role}`)}</span>
          )}
          {person.moderates && <span class="cb-quiet"> · {t("page.moderates")}</span>}
        </span>
        {section !== null && (
          <button
            type="button"
            class="cb-reader__there"
            aria-label={t("page.presence.there", { reads, name: person.name })}
            onClick={goThere}
          >
            {reads}
          </button>
        )}
      </div>
      <button
        type="button"
        class="cb-button cb-reader__follow"
        aria-label={t("page.follow.person", { name: person.name })}
        aria-pressed={follows}
        onClick={follow}
      >
        {t("page.follow")}
      </button>
    </li>
  );
}

/** Who is here now, where each of them reads, and the way to them. */
export function Presence({ model, titleOf }: { model: Whereabouts; titleOf: TitleOf }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const others = model.others.value;
  useEffect(() => {
    if (menu.current) closeWhenLeft(menu.current);
  }, [others.length > 0]);
  if (others.length === 0) return null;
  const close = () => {
    if (menu.current) menu.current.open = false;
    menu.current?.querySelector("summary")?.focus({ preventScroll: true });
  };
  const lead = () => {
    close();
    model.lead(!model.leads);
  };
  const label = t("page.presence", { names: others.map((each) => each.name).join(", ") });
  return (
    <details class="cb-presence" ref={menu}>
      <summary title={label}>
        {others.slice(0, SHOWN).map((person) => (
          <span key={person.id} class="cb-presence__person">
            <Avatar person={person} />
          </span>
        ))}
        {others.length > SHOWN && <span class="cb-presence__more">+{others.length - SHOWN}</span>}
        <span class="cb-unseen">{label}</span>
      </summary>
      <div class="cb-presence__menu">
        <p class="cb-presence__title">{t("page.presence.people")}</p>
        <ul>
          {others.map((person) => (
            <Reader key={person.id} {...{ person, model, titleOf, close }} />
          ))}
        </ul>
        <button type="button" class="cb-button" aria-pressed={model.leads} onClick={lead}>
          {t("page.lead.ask")}
        </button>
      </div>
    </details>
  );
}
