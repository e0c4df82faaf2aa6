import { t } from "../../words";
import { Dialog } from "../parts/Dialog";
import { keysShown, singleKeys, turnSingleKeys } from "./keys";

const KEYS = [
  ["j", "next"],
  ["k", "before"],
  ["u", "unread"],
  ["r", "reply"],
  ["e", "resolve"],
  ["c", "comment"],
  ["/", "search"],
  ["?", "list"],
] as const;

/** The list of single keys, and a way to do without them. */
export function KeysDialog() {
  if (!keysShown.value) return null;
  return (
    <Dialog title={t("discussion.keys")} close={() => (keysShown.value = false)}>
      <dl class={singleKeys.value ? "cb-keys" : "cb-keys cb-keys--off"}>
        {KEYS.map(([key, name]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`discussion.keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <label class="cb-keys__switch">
        <input
          type="checkbox"
          checked={singleKeys.value}
          onChange={(event) => turnSingleKeys(event.currentTarget.checked)}
        />
        {t("discussion.keys.on")}
      </label>
    </Dialog>
  );
}
