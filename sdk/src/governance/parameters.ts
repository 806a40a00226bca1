import type { Address, PublicClient } from "viem";
import type { ContractName } from "../deployment.ts";
import { commonsGovernorAbi } from "../generated/abis.ts";

/** The function of a contract that sets a rule. */
export type ParameterSetter = { readonly contract: ContractName; readonly functionName: string };

/** Rules that a vote sets by one call each, and what sets them. docs/parameters.md says what each means. */
export const parameterSetters = {
  votingDelay: { contract: "commonsGovernor", functionName: "setVotingDelay" },
  votingPeriod: { contract: "commonsGovernor", functionName: "setVotingPeriod" },
  proposalThreshold: { contract: "commonsGovernor", functionName: "setProposalThreshold" },
  guardian: { contract: "commonsGovernor", functionName: "setGuardian" },
  quorum: { contract: "commonsGovernor", functionName: "updateQuorumNumerator" },
  /** All rules of the chambers together: {@link chamberParameters}. */
  chambers: { contract: "commonsGovernor", functionName: "setChamberRules" },
  /** From passing to being carried out. */
  delay: { contract: "timelock", functionName: "updateDelay" },
  joinBound: { contract: "modelRegistry", functionName: "setJoinBound" },
  mintCap: { contract: "contributionToken", functionName: "setMintCap" },
  split: { contract: "treasury", functionName: "setSplit" },
  ceiling: { contract: "treasury", functionName: "setCeiling" },
  listAsset: { contract: "treasury", functionName: "listAsset" },
  delistAsset: { contract: "treasury", functionName: "delistAsset" },
} as const satisfies Readonly<Record<string, ParameterSetter>>;
export type ParameterSetterName = keyof typeof parameterSetters;

/** Rules of the chambers by their names, and what the governor calls them. In basis points. */
export const chamberParameters = {
  cap: "capBps",
  unseatedCap: "unseatedCapBps",
  veto: "vetoBps",
  turnout: "turnoutBps",
  cosign: "cosignBps",
  closing: "closingBps",
} as const;
export type ChamberParameter = keyof typeof chamberParameters;
/** As the governor holds them, in basis points. */
export type ChamberRules = Readonly<Record<(typeof chamberParameters)[ChamberParameter], number>>;

/** Whether this names a rule of the chambers. */
export const isChamberParameter = (name: string): name is ChamberParameter => Object.hasOwn(chamberParameters, name);

/** The rules of the chambers as they are in the newest block. Throws viem's errors where the chain doesn't answer. */
export async function readChamberRules(
  client: Pick<PublicClient, "getBlock" | "readContract">,
  governor: Address,
): Promise<ChamberRules> {
  const { timestamp } = await client.getBlock();
  const of = { address: governor, abi: commonsGovernorAbi } as const;
  return client.readContract({ ...of, functionName: "chamberRules", args: [timestamp] });
}

/** What `setChamberRules` takes to change one of them: they are set together, so the others stay as they are. */
export const withChamberRule = <value>(
  present: Readonly<Record<string, value>>,
  name: ChamberParameter,
  changed: value,
): Record<string, value> => ({ ...present, [chamberParameters[name]]: changed });
