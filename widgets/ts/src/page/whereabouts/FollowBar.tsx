import type { ComponentChildren } from "preact";
import { Avatar } from "../../discussion/Avatar";
import type { Named } from "../../types";
import { t } from "../../words";
import type { Whereabouts } from "./model";

interface Said {
  person: Named;
  words: string;
  deeds: ComponentChildren;
}

function Deed({ words, main, onClick }: { words: string; main?: boolean; onClick: () => void }) {
  const look = main ? "cb-button cb-button--main" : "cb-button";
  return (
    <button type="button" class={look} onClick={onClick}>
      {words}
    </button>
  );
}

function said(model: Whereabouts): Said | null {
  const { invitation, followed, others, me } = model;
  const stop = t("page.follow.stop");
  if (model.leads) {
    const deeds = <Deed words={stop} onClick={() => model.lead(false)} />;
    return { person: me, words: t("page.lead.leading"), deeds };
  }
  const whom = others.value.find((each) => each.id === followed.value);
  if (whom) {
    const deeds = <Deed words={stop} onClick={() => model.unfollow()} />;
    return { person: whom, words: t("page.follow.following", { name: whom.name }), deeds };
  }
  const leader = invitation.value;
  if (!leader) return null;
  const deeds = (
    <>
      <Deed main words={t("page.follow")} onClick={() => model.follow(leader.id)} />
      <Deed words={t("page.lead.later")} onClick={() => model.decline()} />
    </>
  );
  return { person: leader, words: t("page.lead.asked", { name: leader.name }), deeds };
}

/** Who leads, who is followed, and the way out of it. */
export function FollowBar({ model }: { model: Whereabouts }) {
  const now = said(model);
  return (
    <div class={now ? "cb-follow cb-follow--shown" : "cb-follow"}>
      {now && <Avatar person={now.person} />}
      <span role="status">{now?.words}</span>
      {now?.deeds}
    </div>
  );
}
