"use client";

import { t } from "../i18n/i18n.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import { QrCode } from "../ui/QrCode.tsx";

/** @param uri The code, once there is one. */
export type PairingProps = { uri: string | undefined; onCancel: () => void };

/** How a wallet on another device finds this page: by a code to scan, or on the phone itself by a link. */
export function Pairing({ uri, onCancel }: PairingProps) {
  return (
    <section className="pairing" aria-labelledby="pairing-title">
      <h3 id="pairing-title">{t("A wallet on your phone")}</h3>
      <p className="small dim" aria-live="polite">
        {uri
          ? t("Scan this with your wallet, or open the link where the wallet is. It then asks you there.")
          : t("Asking WalletConnect for a code.")}
      </p>
      {uri ? (
        <QrCode text={uri} label={t("QR code for your wallet to scan")} />
      ) : (
        <svg className="qr" viewBox="0 0 1 1" aria-hidden="true" />
      )}
      <p className="flex flex-wrap gap-x-7">
        {uri && (
          <>
            <a className="quiet vote" href={uri}>
              {t("Open a wallet on this device")}
            </a>
            <CopyButton text={uri}>{t("Copy the code")}</CopyButton>
          </>
        )}
        <button type="button" className="quiet" onClick={onCancel}>
          {t("Cancel")}
        </button>
      </p>
      <p className="cap">
        {t("WalletConnect’s server passes on what the two say, sealed. It sees the internet address of both.")}
      </p>
    </section>
  );
}
