import { localDay } from "../../exercises/moments";
import type { Nudge, NudgeAccount } from "../../types";
import { t } from "../../words";
import type { NudgesModel } from "./model";
import { useDeed } from "./useDeed";

/** What an account says, in one line. */
function accountText({ choice, by_day }: NudgeAccount): string {
  if (choice === "pursue" && by_day) return t("nudge.account.pursue.by", { day: localDay(by_day) });
  return t(`nudge.account.${choice}`);
}

function standing(account: NudgeAccount, member: boolean): string {
  if (!account.given) return t("nudge.account.suggested");
  return member ? t("nudge.account.given") : t("nudge.account.given.others");
}

interface AccountViewProps {
  model: NudgesModel;
  nudge: Nudge;
  account: NudgeAccount;
  change: () => void;
}

/** What the group says, or what one of them suggests. */
export function AccountView({ model, nudge, account, change }: AccountViewProps) {
  const { busy, problem, run } = useDeed();
  const member = model.may.account;
  const mine = account.agreed.some((each) => each.id === model.me.id);
  return (
    <div class={account.given ? "cb-nudge__account is-given" : "cb-nudge__account"}>
      <p class="cb-nudge__label">{standing(account, member)}</p>
      <p class="cb-nudge__said">{accountText(account)}</p>
      {account.words && <p class="cb-nudge__reason">{account.words}</p>}
      <p class="cb-nudge__quiet">
        {account.given
          ? t("nudge.account.agreed", { names: account.agreed.map((each) => each.name).join(", ") })
          : t("nudge.account.by", { name: account.by.name })}
        {!account.given && member && ` · ${t("nudge.account.one-more")}`}
      </p>
      {nudge.outcome && <p class="cb-nudge__quiet">{t(`nudge.outcome.${nudge.outcome}`)}</p>}
      {problem && (
        <p class="cb-nudge__problem" role="alert">
          {problem}
        </p>
      )}
      {member && nudge.outcome === null && (
        <div class="cb-nudge__buttons">
          {!mine && (
            <button
              type="button"
              class="cb-button cb-button--main"
              aria-disabled={busy}
              onClick={() => run(() => model.agree(nudge))}
            >
              {t("nudge.account.agree")}
            </button>
          )}
          <button type="button" class="cb-button" onClick={change}>
            {t("nudge.account.change")}
          </button>
        </div>
      )}
    </div>
  );
}
