"use client";

import { rich, t } from "../../../i18n/i18n.ts";
import { Note } from "../../../ui/parts.tsx";
import { useConnectDialog, useWallet } from "../../../wallet/useWallet.ts";
import { RewardsView } from "./RewardsView.tsx";

export function YourRewardsView() {
  const { address } = useWallet();
  const connect = useConnectDialog();
  if (address) return <RewardsView account={address} />;
  return (
    <>
      <div className="block">
        <h1>{t("What your work has earned")}</h1>
        <p className="lead mt-5">
          {t(
            "When a model that you worked on is paid for, your part of it is set aside for you. It stays yours however long you leave it there. Connect to see it and to collect it.",
          )}
        </p>
        <button type="button" className="act pay mt-7" style={{ minWidth: 240 }} onClick={connect}>
          {t("Connect a wallet")}
        </button>
        <p className="after">{t("Nobody asks for your name.")}</p>
      </div>
      <div className="spread">
        <section className="block">
          <h2>{t("Or read anybody’s")}</h2>
          <p className="dim measure mt-2">
            {rich(
              "What the models earned and who got it is public. The page of an account is <span>/rewards/</span> followed by its address.",
              { span: (it) => <span className="mono">{it}</span> },
            )}
          </p>
        </section>
        <Note>
          {t("Anyone may press “collect” for anyone: the contract always pays the person whose work it was.")}
        </Note>
      </div>
    </>
  );
}
