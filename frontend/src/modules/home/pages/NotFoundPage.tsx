import Link from "next/link";
import { rich, t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";

export function NotFoundPage() {
  return (
    <PageBody>
      <section className="block">
        <h1>{t("This page isn’t in the notebook.")}</h1>
        <p className="lead mt-6">
          {rich("Perhaps the address was cut short. Everything we have begins at <a>the commons</a>.", {
            a: (it) => <Link href="/">{it}</Link>,
          })}
        </p>
      </section>
    </PageBody>
  );
}
