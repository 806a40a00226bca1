"use client";

import Link from "next/link";
import { useLedger, useSource } from "../../../data/ledger.tsx";
import { rich, t } from "../../../i18n/i18n.ts";
import { Dashes, Note, Section, Trouble } from "../../../ui/parts.tsx";
import { ContractCalls } from "./ContractCalls.tsx";
import { Faucet } from "./Faucet.tsx";
import { Personas } from "./Personas.tsx";
import { TimeTravel } from "./TimeTravel.tsx";

export function DevView() {
  const source = useSource();
  const { ledger, trouble } = useLedger();
  return (
    <>
      <div className="block">
        <h1>{t("For developers")}</h1>
        <p className="lead mt-5">
          {rich(
            "Be somebody else, fill a wallet, move the clock, and call any function of any contract by hand. <a>Addresses and roles</a> stand on a page of their own.",
            { a: (it) => <Link href="/status">{it}</Link> },
          )}
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      <div className="spread">
        {source ? (
          <>
            {source.config.personas ? (
              <>
                <Section id="people" title={t("Be somebody")}>
                  <Personas />
                </Section>
                <Note>
                  {t("Their keys are known to everyone: they hold play money, and exist on this practice chain only.")}
                </Note>
                <Section id="faucet" title={t("Fill a wallet")}>
                  <Faucet source={source} />
                </Section>
                <Note>{t("For a wallet of your own that you connected to this chain.")}</Note>
                <Section id="time" title={t("Move the clock")}>
                  <TimeTravel source={source} />
                </Section>
                <Note>
                  {t(
                    "Votes, reviews and waits go by the chain’s own clock. Here it can be moved, and only forwards. Who keeps reviews moving needs a moment to follow.",
                  )}
                </Note>
              </>
            ) : (
              <>
                <Section id="people" title={t("On a public chain")}>
                  <p className="dim measure mt-4">
                    {rich(
                      "Nobody can be somebody else here, no wallet is filled, and the clock can’t be moved. For test money ask a faucet of chain {chainId}.",
                      { chainId: source.config.deployment.chainId },
                    )}
                  </p>
                </Section>
                <Note>{t("All of these are there on the local chain: run npm start.")}</Note>
              </>
            )}
            <Section id="calls" title={t("Call a contract")}>
              <ContractCalls source={source} />
            </Section>
            <Note>
              {t(
                "Reading is free and needs no wallet. Writing is tried out first: what a contract refuses is said in words, and costs nothing.",
              )}
            </Note>
          </>
        ) : (
          <section className="block">
            <h2>{t("Tools")}</h2>
            <Dashes widths={[72, 60]} />
          </section>
        )}
      </div>
    </>
  );
}
