"use client";

import { lazy, Suspense, useMemo } from "react";
import { useSource } from "../../../data/ledger.tsx";
import { useWaiting } from "../../../data/tills.ts";
import type { Asset, Ledger, Model } from "../../../data/types.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { LongAddress } from "../../../ui/Address.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { Note, Section } from "../../../ui/parts.tsx";
import { Term } from "../../../ui/Term.tsx";
import { SettleButton } from "../../treasury/parts/SettleButton.tsx";

const QrCode = lazy(async () => ({ default: (await import("../../../ui/QrCode.tsx")).QrCode }));

type PayModelProps = { ledger: Ledger; model: Model; assets: ReadonlyMap<string, Asset> };

/** The till: where to pay, what lies in it, and the button that splits that. */
export function PayModel({ ledger, model, assets }: PayModelProps) {
  const models = useMemo(() => [model], [model]);
  const waiting = useWaiting(models, assets);
  const chainId = useSource()?.config.deployment.chainId;
  const taken = [...assets.values()].filter(({ address }) => !ledger.delisted.has(address.toLowerCase()));
  return (
    <>
      <Section id="till" title={t("Pay the model")}>
        <div className="till">
          <Suspense fallback={<svg className="qr" viewBox="0 0 1 1" aria-hidden="true" />}>
            <QrCode
              text={`ethereum:${model.till}@${chainId ?? 1}`}
              label={t("QR code of the till of {name}", { name: model.name })}
            />
          </Suspense>
          <div>
            <LongAddress address={model.till} />
            <p className="small dim measure">
              {rich(
                "Anything sent to this address, from a wallet or an exchange, is revenue of {name}. It takes {taken}, on this chain. It is split by the rules the next time anyone <term>settles</term> it.",
                {
                  name: model.name,
                  taken: taken.map(({ symbol }) => symbol).join(", "),
                  term: (it) => <Term word="settle">{it}</Term>,
                },
              )}
            </p>
            <CopyButton text={model.till}>{t("Copy address")}</CopyButton>
          </div>
        </div>
        {waiting?.map(({ asset, amount }) => (
          <div key={asset.address} className="mt-5" style={{ maxWidth: 400 }}>
            <SettleButton model={model} asset={asset} amount={amount} />
          </div>
        ))}
        {waiting?.length === 0 && (
          <p className="cap mt-4">{t("Nothing lies in it now. What was paid so far has been split.")}</p>
        )}
      </Section>
      <Note>
        {t("This address belongs to the model. No person holds its key, and it can only pay out into the split.")}
      </Note>
    </>
  );
}
