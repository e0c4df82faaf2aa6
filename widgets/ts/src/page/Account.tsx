import { useEffect, useRef } from "preact/hooks";
import { Avatar } from "../discussion/Avatar";
import { closeWhenLeft } from "../site/account_menu";
import { themeSwitch } from "../site/theme";
import type { Person } from "../types";
import { t } from "../words";
import { page, visitor } from "./data";

function xsrf(): string {
  return /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

/** Whose page it is, and the way out. */
export function Account({ me, mayReview }: { me: Person; mayReview: boolean }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const theme = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (menu.current) closeWhenLeft(menu.current);
    if (theme.current && !theme.current.firstChild) themeSwitch(theme.current);
  }, []);
  return (
    <>
      <div ref={theme} />
      <details class="cb-account" ref={menu}>
        <summary>
          <Avatar person={me} />
          <span class="cb-unseen">{t("page.account", { name: me.name })}</span>
        </summary>
        <div class="cb-account__menu">
          <p>
            <strong>{me.name}</strong>
            <br />
            <span class="cb-quiet">{t(`page.role.${me.role}`)}</span>
          </p>
          <ul>
            <li>
              <a href="/">{t("site.nav.home")}</a>
            </li>
            <li>
              <a href={`/groups/${page.group.id}`}>
                {me.role === "member" ? t("page.group") : page.group.title}
              </a>
            </li>
            {mayReview && (
              <li>
                <a href="/review">{t("site.nav.review")}</a>
              </li>
            )}
            {mayReview && (
              <li>
                <a href="/attention">{t("site.nav.attention")}</a>
              </li>
            )}
            <li>
              <a href="/record">{t("site.record")}</a>
            </li>
            {visitor.by_mail && (
              <li>
                <a href="/messages">{t("site.messages")}</a>
              </li>
            )}
          </ul>
          <form method="post" action="/language" class="cb-language">
            <input type="hidden" name="_xsrf" value={xsrf()} />
            <input type="hidden" name="next" value={location.pathname} />
            <label>
              {t("site.language")}{" "}
              <select name="language">
                <option value="">{t("site.language.auto")}</option>
                {Object.entries(visitor.languages).map(([code, name]) => (
                  <option key={code} value={code} lang={code} selected={visitor.language === code}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <button type="submit" class="cb-button">
              {t("site.language.choose")}
            </button>
          </form>
          <form method="post" action="/sign-out">
            <input type="hidden" name="_xsrf" value={xsrf()} />
            <button type="submit" class="cb-button">
              {t("site.sign-out")}
            </button>
          </form>
        </div>
      </details>
    </>
  );
}
