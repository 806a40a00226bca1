"use client";

import {
  accessManagerAbi,
  type ContractName,
  commonsGovernorAbi,
  contractNames,
  createRecordClient,
  type Deployment,
} from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type Address, zeroAddress } from "viem";
import { getContractEvents } from "viem/actions";
import { useChainNow, useLedger, useRecordedBlock, useSource } from "../../../data/ledger.tsx";
import type { Source } from "../../../data/source.ts";
import { dayAndTime, longDay, number } from "../../../format/format.ts";
import { type Message, msg, rich, t } from "../../../i18n/i18n.ts";
import { useRelayStatus } from "../../../relay/useRelay.ts";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { Dashes, Note, Section, Stamp, Trouble } from "../../../ui/parts.tsx";

/** Roles of the AccessManager, as deploy/permissions.ts numbers them. */
const roles: Readonly<Record<string, Message>> = {
  "0": msg("Changes constitutional rules"),
  "1": msg("Changes ordinary rules, spends within the ceiling"),
  "2": msg("Posts work whose score is known, to test reviewers"),
};

export function StatusView() {
  const source = useSource();
  const { ledger, trouble, withoutRecord } = useLedger();
  const block = useRecordedBlock();
  const now = useChainNow();
  return (
    <>
      <div className="block">
        <h1>{t("How it stands")}</h1>
        <p className="lead mt-5">
          {t(
            "Where this page reads from, how far that is, where the contracts are, and who could change anything. For whoever wants to check.",
          )}
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      <div className="spread">
        {source ? (
          <>
            <Section id="sources" title={t("Where this page reads")}>
              <Sources source={source} block={block} withoutRecord={withoutRecord} now={now} />
            </Section>
            <Note>
              {t(
                "The record is a copy of the chain that answers faster. If it is away, pages read the chain itself; nothing is lost, some things take longer.",
              )}
            </Note>
            <Section id="contracts" title={t("The contracts")}>
              <Contracts deployment={source.config.deployment} />
            </Section>
            <Note>
              {rich(
                "Anyone can prove that they are wired as declared: <span>npm run doctor</span> reads their code and their powers, and needs no key.",
                { span: (it) => <span className="mono">{it}</span> },
              )}
            </Note>
            <Section id="power" title={t("Who holds power")}>
              <Powers source={source} />
            </Section>
            <Note>
              {t(
                "A role held by the timelock is held by the votes: it carries out what passed, after a wait, and nothing else.",
              )}
            </Note>
          </>
        ) : (
          <section className="block">
            <h2>{t("Where this page reads")}</h2>
            <Dashes widths={[72, 60, 66]} />
          </section>
        )}
      </div>
    </>
  );
}

type SourcesProps = {
  source: Source;
  block: bigint;
  withoutRecord: string | undefined;
  now: number | undefined;
};

function Sources({ source: { client, config }, block, withoutRecord, now }: SourcesProps) {
  const { deployment, recordUrl, rpcUrl } = config;
  const chain = useQuery({
    queryKey: ["status-chain", deployment.chainHash],
    refetchInterval: 4_000,
    queryFn: async () => {
      const began = performance.now();
      const head = await client.getBlockNumber({ cacheTime: 0 });
      return { head, took: Math.round(performance.now() - began) };
    },
  });
  const record = useQuery({
    queryKey: ["status-record", deployment.chainHash],
    enabled: recordUrl !== undefined,
    refetchInterval: 4_000,
    queryFn: () => createRecordClient({ url: recordUrl ?? "", timeout: 4_000 }).status(),
  });
  const lag = record.data?.lag;
  const relay = useRelayStatus();
  return (
    <table className="mt-5" data-testid="sources">
      <tbody>
        <tr>
          <td>{t("The chain")}</td>
          <td>
            {chain.data
              ? t("Block {head}, answered in {took} ms", {
                  head: number(chain.data.head),
                  took: number(chain.data.took),
                })
              : chain.isError
                ? t("It doesn’t answer.")
                : t("Asking")}
            <span className="cap" style={{ display: "block" }}>
              {rich("chain {chainId} at {url}{now}", {
                chainId: deployment.chainId,
                url: <span className="mono break-all">{new URL(rpcUrl).host}</span>,
                now: now ? t(", its clock says {now}", { now: dayAndTime(now) }) : "",
              })}
            </span>
          </td>
          <td className="n">
            <State ok={chain.data !== undefined} />
          </td>
        </tr>
        <tr>
          <td>{t("The record")}</td>
          <td>
            {recordUrl === undefined
              ? t("None is set: all is read from the chain.")
              : record.data
                ? record.data.ready
                  ? t("Up to block {block}{lag}", {
                      block: number(record.data.block ?? 0n),
                      lag: lag
                        ? t(", {lag, plural, one {# block} other {# blocks}} behind", { lag })
                        : t(", as far as the chain"),
                    })
                  : t("Not ready: {reason}", { reason: record.data.reason ?? t("it is being caught up.") })
                : record.isError
                  ? t("It doesn’t answer.")
                  : t("Asking")}
            {record.data?.ready && record.data.reason && (
              <span className="cap" style={{ display: "block" }}>
                {record.data.reason}
              </span>
            )}
          </td>
          <td className="n">
            <State ok={record.data?.ready === true} />
          </td>
        </tr>
        <tr>
          <td>{t("This page")}</td>
          <td>
            {rich("Shows block {block}{source}", {
              block: number(block),
              source: (
                <span className="cap" style={{ display: "block" }}>
                  {withoutRecord
                    ? t("Read from the chain: {withoutRecord}", { withoutRecord })
                    : t("Read from the record")}
                </span>
              ),
            })}
          </td>
          <td className="n">
            <State ok={block > 0n} />
          </td>
        </tr>
        <tr data-testid="relay">
          <td>{t("The relay, which pays fees for members")}</td>
          <td className={relay?.off ? "warn" : undefined}>
            {relay === undefined
              ? t("Asking")
              : relay.off
                ? t("off: {why}", { why: relay.off })
                : relay.enabled
                  ? t("on")
                  : t("none here")}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function State({ ok }: { ok: boolean }) {
  return <Stamp look={{ ink: ok ? "work" : "warn", waiting: !ok, words: ok ? t("answers") : t("away") }} flat />;
}

const spelled = (name: string) =>
  name.charAt(0).toUpperCase() +
  name
    .slice(1)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();

function Contracts({ deployment }: { deployment: Deployment }) {
  return (
    <table className="mt-5 addresses">
      <thead>
        <tr>
          <th>{t("Contract")}</th>
          <th>{t("Address")}</th>
          <th>
            <span className="vh">{t("Copy")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {contractNames.map((name) => (
          <tr key={name}>
            <td>{spelled(name)}</td>
            <td className="mono">{deployment.contracts[name]}</td>
            <td className="n">
              <CopyButton text={deployment.contracts[name]}>{t("Copy")}</CopyButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const RANGE = 10_000n;

/** Who holds which role of the AccessManager now: granted and not revoked since. */
function Powers({ source }: { source: Source }) {
  const { client, config } = source;
  const { deployment } = config;
  const { data, isError } = useQuery({
    queryKey: ["powers", deployment.chainHash],
    staleTime: 60_000,
    structuralSharing: false,
    queryFn: async () => {
      const held = new Map<string, Set<Address>>();
      const head = await client.getBlockNumber();
      for (let from = BigInt(deployment.fromBlock); from <= head; from += RANGE) {
        const toBlock = from + RANGE - 1n < head ? from + RANGE - 1n : head;
        const logs = await getContractEvents(client, {
          ...{ address: deployment.contracts.accessManager, abi: accessManagerAbi, strict: true },
          ...{ fromBlock: from, toBlock },
        });
        for (const { eventName, args } of logs) {
          if (eventName !== "RoleGranted" && eventName !== "RoleRevoked") continue;
          const { roleId, account } = args as { roleId: bigint; account: Address };
          const holders = held.get(roleId.toString()) ?? new Set<Address>();
          if (eventName === "RoleGranted") holders.add(account);
          else holders.delete(account);
          held.set(roleId.toString(), holders);
        }
      }
      const governor = { address: deployment.contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
      const [guardian, expiry] = await Promise.all([
        client.readContract({ ...governor, functionName: "guardian" }),
        client.readContract({ ...governor, functionName: "guardianExpiry" }),
      ]);
      const rows = [...held].flatMap(([role, holders]) =>
        [...holders].map((holder) => ({ power: roles[role] ? t(roles[role]) : t("Role {role}", { role }), holder })),
      );
      if (guardian === zeroAddress) return rows;
      return [
        ...rows,
        {
          power: t("Stops a vote, or pauses what is handed in, until {expiry}", { expiry: longDay(expiry) }),
          holder: guardian,
        },
      ];
    },
  });
  if (isError) return <p className="dim measure mt-4">{t("The chain doesn’t answer just now.")}</p>;
  if (!data) return <Dashes widths={[64, 72]} />;
  const name = (address: Address): string | undefined =>
    (Object.entries(deployment.contracts) as [ContractName, Address][]).find(
      ([, at]) => at.toLowerCase() === address.toLowerCase(),
    )?.[0];
  return (
    <table className="mt-5">
      <thead>
        <tr>
          <th>{t("Power")}</th>
          <th>{t("Held by")}</th>
        </tr>
      </thead>
      <tbody>
        {data.map(({ power, holder }) => {
          const contract = name(holder);
          return (
            <tr key={`${power}-${holder}`}>
              <td>{power}</td>
              <td>
                {contract ? (
                  spelled(contract)
                ) : (
                  <Link href={`/people/${holder}`} className="mono">
                    {holder}
                  </Link>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
