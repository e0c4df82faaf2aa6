import { closeWhenLeft } from "./account_menu";
import { themeSwitch } from "./theme";

/** What every page of ours has around its main part. */
export function startFrame(): void {
  const theme = document.getElementById("cb-theme");
  if (theme) themeSwitch(theme);
  const account = document.querySelector<HTMLDetailsElement>(".cb-account");
  if (account) closeWhenLeft(account);
}
