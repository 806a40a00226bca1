// What the contracts say at one block: many views in one request, with nothing that must be deployed for it.
import { BaseError, ContractFunctionRevertedError, type PublicClient } from "viem";
import { ChainError } from "../lib/chain.ts";
import { each } from "../lib/each.ts";
import { noAnswerIn } from "../lib/noAnswer.ts";
import { type Statement, text, type View } from "./statements.ts";

/** Views in one request: what a node runs for one call is bounded. */
const AT_ONCE = 40;

/** Said of a view that reverts. */
const REFUSED = "it reverts";

const keyOf = ({ address, functionName, args }: View) => `${address}.${functionName}(${args.join()})`;

/** The answers to the views of `all`, as text, by the key of their statement. */
export async function readViews(
  client: PublicClient,
  all: readonly Statement[],
  block: bigint,
  onProgress: (message: string) => void,
): Promise<Map<string, string>> {
  const views = new Map(all.map(({ view }) => [keyOf(view), view]));
  const asked = [...views];
  const answers = new Map<string, unknown>();
  const groups: (typeof asked)[] = [];
  for (let from = 0; from < asked.length; from += AT_ONCE) groups.push(asked.slice(from, from + AT_ONCE));
  let done = 0;
  await each(groups, async (group) => {
    const contracts = group.map(([, view]) => view);
    const results = await read(client, contracts, block);
    for (const [i, [key]] of group.entries()) {
      if (results[i] !== undefined) answers.set(key, results[i]);
    }
    const tenths = Math.floor((10 * done) / asked.length);
    done += group.length;
    if (Math.floor((10 * done) / asked.length) > tenths) onProgress(`read ${done} of ${asked.length} views`);
  });
  return new Map(
    all.map(({ key, view, pick }) => {
      const at = keyOf(view);
      return [key, answers.has(at) ? text(pick(answers.get(at))) : REFUSED];
    }),
  );
}

/** Undefined where a view reverts by itself, and not only for want of gas beside the others. */
async function read(client: PublicClient, contracts: readonly View[], blockNumber: bigint): Promise<unknown[]> {
  try {
    const many = { contracts, blockNumber, allowFailure: true, deployless: true, batchSize: 0 } as const;
    const results = await client.multicall(many);
    return await Promise.all(
      results.map(async ({ status, result }, i) =>
        status === "success" ? result : alone(client, contracts[i], blockNumber),
      ),
    );
  } catch (error) {
    const silent = noAnswerIn(error);
    if (silent) throw silent;
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new ChainError(
      `The contracts can't be read as of block ${blockNumber}: ${reason}\n` +
        "For a block that is some while ago, a node is needed that keeps old states (an archive node).",
    );
  }
}

async function alone(client: PublicClient, view: View | undefined, blockNumber: bigint): Promise<unknown> {
  if (!view) return undefined;
  try {
    return await client.readContract({ ...view, blockNumber });
  } catch (error) {
    const reverts = error instanceof BaseError && error.walk((it) => it instanceof ContractFunctionRevertedError);
    if (reverts) return undefined;
    throw error;
  }
}
