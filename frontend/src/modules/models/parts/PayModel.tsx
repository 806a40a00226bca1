"use client";
import { lazy, Suspense, useMemo } from "react";
import { useSource } from "../../../data/ledger.tsx";
import { useWaiting } from "../../../data/tills.ts";
import type { Asset, Ledger, Model } from "../../../data/types.ts";
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
      <Section id="till" title="Pay the model">
        <div className="till">
          <Suspense fallback={<svg className="qr" viewBox="0 0 1 1" aria-hidden="true" />}>
            <QrCode text={`ethereum:${model.till}@${chainId ?? 1}`} label={`QR code of the till of ${model.name}`} />
          </Suspense>
          <div>
            <LongAddress address={model.till} />
            <p className="small dim measure">
              Anything sent to this address, from a wallet or an exchange, is revenue of {model.name}. It takes{" "}
              {taken.map(({ symbol }) => symbol).join(", ")}, on this chain. It is split by the rules the next time
              anyone <Term word="settle">settles</Term> it.
            </p>
            <CopyButton text={model.till}>Copy address</CopyButton>
          </div>
        </div>
        {waiting?.map(({ asset, amount }) => (
          <div key={asset.address} className="mt-5" style={{ maxWidth: 400 }}>
            <SettleButton model={model} asset={asset} amount={amount} />
          </div>
        ))}
        {waiting?.length === 0 && (
          <p className="cap mt-4">Nothing lies in it now. What was paid so far has been split.</p>
        )}
      </Section>
      <Note>This address belongs to the model. No person holds its key, and it can only pay out into the split.</Note>
    </>
  );
}
