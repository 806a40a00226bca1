// What every check works with: one block of one chain, the deployment that is said to be there, what was declared, and the
// findings so far.
import { type ContractName, contractNames, type Deployment } from "@commonmind/sdk";
import {
  type Abi,
  type AbiEvent,
  type Address,
  type ContractEventName,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  type Hex,
  isAddressEqual,
  type ParseEventLogsReturnType,
  type PublicClient,
  parseEventLogs,
  type ReadContractParameters,
} from "viem";
import type { Genesis } from "../../deploy/genesis.ts";
import { artifactName } from "../../deploy/wiring.ts";
import { ChainError } from "../lib/chain.ts";
import type { Artifact, Compiled } from "../lib/compiled.ts";
import { noAnswerIn } from "../lib/noAnswer.ts";

/** Codes are stable; docs/doctor.md says what to do about each. */
export type FindingCode =
  | "genesis-file"
  | "code-missing"
  | "code"
  | "library"
  | "immutable"
  | "wiring"
  | "undeclared"
  | "unreadable"
  | "history"
  | "role-extra"
  | "role-missing"
  | "role-delay"
  | "role-admin"
  | "target-role"
  | "target-closed"
  | "target-delay"
  | "timelock-extra"
  | "timelock-missing"
  | "timelock-open"
  | "timelock-delay"
  | "timelock-admin"
  | "ordinary"
  | "minter"
  | "parameter"
  | "genesis-open"
  | "deployer"
  | "founding"
  | "operation"
  | "quorum";

export type Finding = {
  code: FindingCode;
  /** By its name in the deployment file. */
  contract: ContractName | null;
  selector: Hex | null;
  account: Address | null;
  expected: string;
  actual: string;
  message: string;
};

/** `delay`: seconds from the decision to the act. */
export type Power = { account: Address; role: string; delay: number; can: string[] };

/** What is scheduled and not carried out yet. `eta`: unix seconds. */
export type Pending = { id: Hex; contract: ContractName; proposal: string | null; eta: number; calls: string[] };

type View<abi extends Abi> = ContractFunctionName<abi, "pure" | "view">;
type Call<abi extends Abi, name extends View<abi>> = {
  abi: abi;
  functionName: name;
  args?: ContractFunctionArgs<abi, "pure" | "view", name>;
};

/** Logs asked for at once at first; halved where a node refuses. */
const LOG_RANGE = 1_000_000n;

export type ExaminationParameters = {
  client: PublicClient;
  deployment: Deployment;
  compiled: Compiled;
  /** The file that the deployment was made from; undefined where it isn't at hand. */
  genesis: Genesis | undefined;
  /** A copy of it that says what votes have changed since. */
  amended?: Genesis | undefined;
  block: bigint;
  time: bigint;
};

export class Examination {
  readonly client: PublicClient;
  readonly deployment: Deployment;
  readonly at: Deployment["contracts"];
  readonly compiled: Compiled;
  readonly genesis: Genesis | undefined;
  readonly amended: Genesis | undefined;
  readonly block: bigint;
  readonly time: bigint;
  readonly findings: Finding[] = [];
  readonly checked = { contracts: 0, selectors: 0, parameters: 0 };
  /** How many blocks of logs the node gives at once, as far as is known. */
  #logRange = LOG_RANGE;

  constructor({ client, deployment, compiled, genesis, amended, block, time }: ExaminationParameters) {
    this.client = client;
    this.deployment = deployment;
    this.at = deployment.contracts;
    this.compiled = compiled;
    this.genesis = genesis;
    this.amended = amended;
    this.block = block;
    this.time = time;
  }

  report(code: FindingCode, message: string, facts: Partial<Omit<Finding, "code" | "message">>): void {
    const { contract = null, selector = null, account = null, expected = "", actual = "" } = facts;
    this.findings.push({ code, contract, selector, account, expected, actual, message });
  }

  /** What a contract of the deployment has to be, as these sources make it. */
  artifactOf(contract: ContractName): Artifact {
    return this.compiled.artifact(artifactName(contract, this.deployment.chainId));
  }

  /** The name of a contract of the deployment. */
  nameOf(account: Address): ContractName | undefined {
    return contractNames.find((name) => this.at[name] && isAddressEqual(this.at[name], account));
  }

  /** An account as people read it. */
  shown(account: Address): string {
    const name = this.nameOf(account);
    return name === undefined ? account : `the ${name} (${account})`;
  }

  /** Reads a view at the block. Undefined, and a finding, if the contract doesn't answer as its kind does. */
  async read<const abi extends Abi, name extends View<abi>>(
    contract: ContractName,
    { abi, functionName, args }: Call<abi, name>,
  ): Promise<ContractFunctionReturnType<abi, "pure" | "view", name> | undefined> {
    try {
      const call = { address: this.at[contract], abi, functionName, args, blockNumber: this.block };
      return (await this.client.readContract(call as unknown as ReadContractParameters)) as ContractFunctionReturnType<
        abi,
        "pure" | "view",
        name
      >;
    } catch (error) {
      const silent = noAnswerIn(error);
      if (silent) throw silent;
      await this.#requireChain(error);
      // Code that isn't ours answers nothing: said once.
      if (!this.findings.some((each) => each.contract === contract && /^(code|unreadable)/.test(each.code))) {
        this.report(
          "unreadable",
          `The ${contract} doesn't answer ${functionName}: nothing that it says can be checked.`,
          {
            contract,
            expected: `an answer to ${functionName}`,
            actual: "none",
          },
        );
      }
      return undefined;
    }
  }

  /** Every log of these events that a contract of the deployment left, oldest first. */
  async logs<const abi extends Abi, const name extends ContractEventName<abi>>(
    contract: ContractName,
    abi: abi,
    eventNames: readonly name[],
  ): Promise<ParseEventLogsReturnType<abi, name[], true>> {
    const address = this.at[contract];
    const names: readonly string[] = eventNames;
    const events = abi.filter((item): item is AbiEvent => item.type === "event" && names.includes(item.name));
    const found = [];
    for (let from = BigInt(this.deployment.fromBlock); from <= this.block; ) {
      const last = from + this.#logRange - 1n;
      const to = last < this.block ? last : this.block;
      try {
        found.push(...(await this.client.getLogs({ address, events, fromBlock: from, toBlock: to })));
        from = to + 1n;
      } catch (error) {
        // Nodes limit how much they answer at once.
        if (from === to) throw unanswered(error);
        await this.#requireChain(error);
        this.#logRange = (to - from + 1n) / 2n;
      }
    }
    return parseEventLogs({ abi, logs: found, eventName: [...eventNames], strict: true });
  }

  /** Throws unless the chain still answers: what fails then is the contract, not the way to it. */
  async #requireChain(error: unknown): Promise<void> {
    try {
      await this.client.getChainId();
    } catch {
      throw unanswered(error);
    }
  }
}

function unanswered(error: unknown): Error {
  const silent = noAnswerIn(error);
  if (silent) return silent;
  const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  return new ChainError(`The chain stopped answering, so the deployment can't be checked: ${reason}`);
}
