import { locale, t } from "../../words";
import type { AgreementOn, CalibrationData } from "./data";

const number = new Intl.NumberFormat(locale, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** How far the mentors agree, what the number means, and how much it can be trusted. */
export function Agreement({ data }: { data: CalibrationData }) {
  const { agreement } = data;
  return (
    <section class="cb-agreement" aria-labelledby="cb-agreement">
      <h2 id="cb-agreement">{t("review.agreement")}</h2>
      {agreement.length === 0 ? (
        <p class="cb-quiet">{t("review.agreement.none")}</p>
      ) : (
        <div class="cb-agreement__scroll">
          <table class="cb-compared">
            <thead>
              <tr>
                <th scope="col">{t("review.agreement.with")}</th>
                <th scope="col">{t("review.agreement.criterion")}</th>
                <th scope="col">{t("review.agreement.same")}</th>
                <th scope="col">{t("review.agreement.kappa")}</th>
              </tr>
            </thead>
            <tbody>
              {agreement.map((each) => (
                <tr key={`${each.with}-${each.criterion}`}>
                  <td>{each.with}</td>
                  <th scope="row">{each.criterion}</th>
                  <td>{t("review.agreement.of", { same: each.same, n: each.n })}</td>
                  <td>
                    <Kappa each={each} data={data} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <details class="cb-agreement__how">
        <summary>{t("review.agreement.how")}</summary>
        <p>{t("review.agreement.explained")}</p>
        <p>{t("review.agreement.trust", { fewest: data.fewest, few: data.few })}</p>
        <p class="cb-quiet">{t("review.agreement.source")}</p>
      </details>
    </section>
  );
}

function Kappa({ each, data }: { each: AgreementOn; data: CalibrationData }) {
  const { n, kappa, low, high } = each;
  if (n < data.fewest) return <>{t("review.agreement.too-few", { fewest: data.fewest })}</>;
  if (kappa === null || low === null || high === null) {
    return <>{t("review.agreement.one-level")}</>;
  }
  return (
    <>
      <strong>{number.format(kappa)}</strong>{" "}
      <span class="cb-quiet">
        {t("review.agreement.range", { low: number.format(low), high: number.format(high) })}
        {n < data.few && ` ${t("review.agreement.few")}`}
      </span>
    </>
  );
}
