import { t, type WordKey } from "../../words";
import { Dialog } from "../parts/Dialog";
import { keysShown, singleKeys, turnSingleKeys } from "./keys";

/** Keys, and what is said of each. */
export type KeyList = readonly (readonly [key: string, does: WordKey])[];

export const DISCUSSION_KEYS: KeyList = [
  ["j", "discussion.keys.next"],
  ["k", "discussion.keys.before"],
  ["u", "discussion.keys.unread"],
  ["r", "discussion.keys.reply"],
  ["e", "discussion.keys.resolve"],
  ["c", "discussion.keys.comment"],
  ["/", "discussion.keys.search"],
  ["?", "discussion.keys.list"],
];

/** The list of single keys, and a way to do without them. */
export function KeysDialog({ keys }: { keys: KeyList }) {
  if (!keysShown.value) return null;
  return (
    <Dialog title={t("discussion.keys")} close={() => (keysShown.value = false)}>
      <dl class={singleKeys.value ? "cb-keys" : "cb-keys cb-keys--off"}>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(does)}</dd>
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
