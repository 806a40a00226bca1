// What was published where, or would be, for people and for programs.
import type { Deployment } from "@commonmind/sdk";
import type { Address } from "viem";
import { NotSent } from "./creation.ts";
import type { Explorer, LeftOut } from "./explorers.ts";
import type { Parcel } from "./parcels.ts";
import type { Outcome, Publication } from "./publish.ts";

type About = {
  deployment: Deployment;
  explorers: readonly Explorer[];
  leftOut: readonly LeftOut[];
  parcels: readonly Parcel[];
};
type Report = About & { publications: ReadonlyMap<Address, readonly Publication[]> };

export const outcomeWords: Record<Outcome, string> = {
  verified: "verified",
  already: "already there",
  failed: "FAILED",
};

export function reportText({ deployment, explorers, leftOut, parcels, publications }: Report): string {
  const all = [...publications.values()].flat();
  const failed = all.filter(({ outcome }) => outcome === "failed").length;
  const names = new Map(explorers.map(({ name, client }) => [name, client.name]));
  const lines = parcels.flatMap(({ contract }) => {
    const told = (publications.get(contract.address) ?? []).filter(({ unreached }) => !unreached);
    if (told.length === 0) return [];
    return [
      heading(contract.name, contract.address),
      ...told.map(({ explorer, outcome, link, reason }) => {
        const what =
          outcome === "failed" ? `${outcomeWords.failed}: ${reason}` : `${outcomeWords[outcome].padEnd(14)} ${link}`;
        return `    ${(names.get(explorer) ?? explorer).padEnd(11)} ${what}`;
      }),
    ];
  });
  const silent = explorers.flatMap(({ name, client }) => {
    const missed = all.filter(({ explorer, unreached }) => explorer === name && unreached);
    const [first] = missed;
    if (first === undefined) return [];
    return [
      `${client.name}: ${first.reason}, so ${missed.length} of ${parcels.length} contracts weren't published there.`,
    ];
  });
  const sum =
    failed === 0
      ? `the sources of all ${parcels.length} contracts can be read at ${explorers.map(({ client }) => client.name).join(", ")}.`
      : silent.length > 0
        ? `${failed} of ${all.length} failed. Check this machine's connection, then run the same command again: what is published is left alone.`
        : `${failed} of ${all.length} failed. What they say above helps; then run the same command again: the rest is left alone.`;
  return [`${title(deployment)}: ${sum}`, ...lines, ...silent, ...leftOut.map(said)].join("\n");
}

export function reportJson({ deployment, leftOut, parcels, publications }: Report): Record<string, unknown> {
  return {
    ...head(deployment),
    dryRun: false,
    ok: [...publications.values()].flat().every(({ outcome }) => outcome !== "failed"),
    contracts: parcels.map((parcel) => ({
      ...facts(parcel),
      explorers: (publications.get(parcel.contract.address) ?? []).map(({ reason, unreached: _, ...each }) => ({
        ...each,
        reason: reason ?? null,
      })),
    })),
    leftOut,
  };
}

export function planText({ deployment, explorers, leftOut, parcels }: About): string {
  const lines = parcels.flatMap((parcel) => {
    const { contract, sources } = parcel;
    const { constructorArguments, libraries, reason } = facts(parcel);
    return [
      heading(contract.name, contract.address),
      ...(reason === null
        ? [
            `    ${sources.identifier}`,
            `    ${Object.keys(sources.input.sources).length} source files, ${sources.compiler}`,
            `    constructor arguments ${constructorArguments === "0x" ? "none" : constructorArguments}`,
            ...Object.entries(libraries).map(([name, address]) => `    linked with ${name} ${address}`),
          ]
        : [`    NOT SENT: ${reason}`]),
    ];
  });
  const where = explorers.map(({ client }) => `  ${client.name.padEnd(11)} ${client.apiUrl}`);
  return [
    `${title(deployment)}: the sources of ${parcels.length} contracts would go to${where.length === 0 ? " no explorer." : ""}`,
    ...where,
    ...leftOut.map(said),
    "What would be sent:",
    ...lines,
    "A dry run: nothing was sent, and no explorer was asked what it has already.",
  ].join("\n");
}

export function planJson({ deployment, explorers, leftOut, parcels }: About): Record<string, unknown> {
  return {
    ...head(deployment),
    dryRun: true,
    explorers: explorers.map(({ name, client }) => ({ explorer: name, api: client.apiUrl })),
    contracts: parcels.map((parcel) => {
      const { sources } = parcel;
      return { ...facts(parcel), compiler: sources.compiler, sources: Object.keys(sources.input.sources) };
    }),
    leftOut,
  };
}

const title = ({ name, chainId }: Deployment): string => `${name} on chain ${chainId}`;
const head = ({ name, chainId }: Deployment) => ({ name, chainId });
const heading = (name: string, address: Address): string => `  ${name} ${address}`;
const said = ({ explorer, reason }: LeftOut): string =>
  `Left out: ${explorer}. ${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;

function facts({ contract, sources, creation }: Parcel) {
  const known = creation instanceof NotSent ? undefined : creation;
  return {
    name: contract.name,
    address: contract.address,
    contract: sources.identifier,
    constructorArguments: known?.args ?? null,
    creationTransaction: known?.transaction ?? null,
    libraries: Object.assign({}, ...Object.values(contract.libraries)) as Record<string, Address>,
    reason: creation instanceof NotSent ? creation.message : null,
  };
}
