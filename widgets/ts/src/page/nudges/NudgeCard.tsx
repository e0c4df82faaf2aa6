import { useEffect, useRef, useState } from "preact/hooks";
import { Moment } from "../../discussion/parts/Moment";
import type { Nudge } from "../../types";
import { t } from "../../words";
import { AccountForm } from "./AccountForm";
import { AccountView } from "./AccountView";
import type { NudgesModel } from "./model";
import { Quote } from "./Quote";
import { Replies } from "./Replies";
import { factsText, isOfOwnDay, wordsOf } from "./wording";

interface NudgeProps {
  model: NudgesModel;
  nudge: Nudge;
}

function Asked({ model, nudge }: NudgeProps) {
  return (
    <>
      <p class="cb-nudge__words">{wordsOf(nudge, model)}</p>
      {nudge.quote && <Quote quote={nudge.quote} />}
      {nudge.facts && (
        <p class="cb-nudge__quiet">
          {t("nudge.facts", { facts: factsText(nudge.facts, model.isOwn(nudge.topic)) })}
        </p>
      )}
    </>
  );
}

function Answered({ model, nudge }: NudgeProps) {
  const [changing, setChanging] = useState(false);
  const said = useRef<HTMLDivElement>(null);
  const { account } = nudge;
  const version = account?.version ?? 0;
  const before = useRef(version);
  useEffect(() => {
    // What was written is there now, and the form that had the focus is gone.
    if (version !== before.current && account?.by.id === model.me.id) said.current?.focus();
    before.current = version;
  }, [version]);
  if (model.may.account && (changing || !account)) {
    const done = () => setChanging(false);
    return <AccountForm model={model} nudge={nudge} done={done} cancels={account !== null} />;
  }
  if (!account) return <p class="cb-nudge__quiet">{t("nudge.account.others")}</p>;
  return (
    <div ref={said} tabIndex={-1} class="cb-nudge__answer">
      <AccountView model={model} nudge={nudge} account={account} change={() => setChanging(true)} />
      <Replies model={model} nudge={nudge} />
    </div>
  );
}

function Head({ model, nudge }: NudgeProps) {
  const { sent_by } = nudge;
  const unsigned = isOfOwnDay(nudge, model) ? t("nudge.sent.own") : t("nudge.sent.rule");
  const from = sent_by ? t("nudge.sent.by", { name: sent_by.name }) : unsigned;
  return (
    <p class="cb-nudge__head">
      <strong>{t(`nudge.kind.${nudge.kind}`)}</strong>
      <span class="cb-nudge__quiet">
        {model.titleOf(nudge.topic)} · {from}, <Moment at={nudge.sent_at} />
      </span>
    </p>
  );
}

/** One nudge: as long as it is open all of it; then what the group said, and the rest on demand. */
export function NudgeCard({ model, nudge }: NudgeProps) {
  const label = `${t(`nudge.kind.${nudge.kind}`)}: ${model.titleOf(nudge.topic)}`;
  if (nudge.open) {
    return (
      <section class={`cb-nudge is-${nudge.kind}`} id={`nudge-${nudge.id}`} aria-label={label}>
        <Head model={model} nudge={nudge} />
        <Asked model={model} nudge={nudge} />
        <Answered model={model} nudge={nudge} />
      </section>
    );
  }
  return (
    <section class="cb-nudge is-settled" id={`nudge-${nudge.id}`} aria-label={label}>
      <Head model={model} nudge={nudge} />
      <Answered model={model} nudge={nudge} />
      <details class="cb-nudge__asked">
        <summary>{t("nudge.asked")}</summary>
        <Asked model={model} nudge={nudge} />
      </details>
    </section>
  );
}
