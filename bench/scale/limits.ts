// Where each limit is, and what of ours meets it first. Pure, as the model is.
import { activity, type Case, cases, l1, l2, limits, MONTH_DAYS, own } from "./assumptions.ts";
import { big, bytes, exact, percent } from "./figures.ts";
import { amounts, blobTarget, type Find, inOneTransaction, linesOf, targetGas, totalOf } from "./model.ts";
import type { ScaleRun } from "./run.ts";

const LEVEL = 64;

export function limitRows(find: Find, largest: Case, { record, pages }: ScaleRun): readonly (readonly string[])[] {
  const ballot = find("signed ballot, each of a batch", 100, "warm");
  const alone = find("vote, later", 1, "warm");
  const person = find("collect everything for several people, each", 7, "warm");
  const publish = find("publish a release, by the timelock", 1, "cold");
  const leaf = find("claimUnits", 1_000_000, "warm");
  const position = find("claim ERC-20", 2, "warm").gas - find("claim ERC-20", 1, "warm").gas;
  const ancestors = find("settle ERC-20 with ancestors", 16, "warm");
  const [ballots, people] = [inOneTransaction(ballot), inOneTransaction(person)];
  const much = amounts(largest, activity);
  const month = totalOf(linesOf(largest, find, activity, "together"));
  const voting = (chain: typeof l2, gas: number) => big(targetGas(chain, own.votingDays) / gas);
  const footprint = limits.gasPerL1Byte * ballot.l1Bytes;
  const collected = (much.leaves * (1 - activity.alone)) / activity.leavesPerManifest;
  const perSeat = (own.slots * MONTH_DAYS) / own.roundDays;
  const shown = (it: Case) => totalOf(linesOf(it, find, activity, "together")).events * (pages.wanted / pages.events);
  const heap = pages.heapBytes / pages.wanted;
  return [
    [
      `the dApp's server: it takes in every event that pages make something of, ${big(pages.wanted / pages.readSeconds)} a second when it starts, and keeps ${exact(heap)} bytes of memory for each ([measured here](#how-it-was-measured))`,
      cases
        .map((it) => `a month of ${exact(it.contributors)}: ${big(shown(it))} events, ${bytes(shown(it) * heap)}`)
        .join("; "),
      `a browser gets what its page is about, in a co-op of ${exact(pages.contributions)} contributions ${bytes(Math.max(...pages.pages.map(({ packed }) => packed)))} at most; past what a process holds, pages must ask the record, which has the answers as tables already; see below`,
    ],
    [
      `gas of a transaction: ${exact(limits.transactionGas)} ([EIP-7825](https://eips.ethereum.org/EIPS/eip-7825))`,
      `${exact(ballots.byGas)} signed ballots, ${exact(people.byGas)} people collected for, ${exact(limits.transactionGas / publish.gas)} releases of one proposal, ${exact(limits.transactionGas / position)} positions of one person; a settlement with 16 ancestors takes ${exact(ancestors.gas)}`,
      "more transactions; none of these has to be one",
    ],
    [
      `bytes of a transaction: ${exact(limits.transactionBytes)} ([go-ethereum's pool](https://github.com/ethereum/go-ethereum/blob/master/core/txpool/legacypool/legacypool.go))`,
      `${exact(ballots.byBytes)} signed ballots, ${exact(people.byBytes)} people collected for; the proof of a leaf ${exact(leaf.bytes + (own.depth - 20) * LEVEL)} bytes at the greatest depth`,
      "gas is spent first",
    ],
    [
      `gas of a block: ${exact(l2.blockGas)} every ${l2.blockSeconds} s, a ${l2.elasticity}th of it without the price rising ([Base](https://docs.base.org/base-chain/network-information/throughput-and-limits))`,
      `${voting(l2, ballot.gas)} signed ballots in ${own.votingDays} days of voting, or ${voting(l2, alone.gas)} ballots sent alone, if nobody else used the chain`,
      `the ${big(largest.contributors)} use ${percent(month.gas / targetGas(l2, MONTH_DAYS))} of a month; their prices can't be taken as given any more`,
    ],
    [
      `gas of a block of Ethereum itself: ${exact(l1.blockGas)} every ${l1.blockSeconds} s, half of it without the price rising ([EIP-7935](https://eips.ethereum.org/EIPS/eip-7935))`,
      `${voting(l1, ballot.gas)} signed ballots in ${own.votingDays} days`,
      `a rollup: the ${big(largest.contributors)} would use ${percent(month.gas / targetGas(l1, MONTH_DAYS))} of what Ethereum has`,
    ],
    [
      `data of a block: each byte of Fjord's size takes ${limits.gasPerL1Byte} gas of the block's limit, beside the gas itself ([Base, since Jovian](https://github.com/base/contract-deployments/pull/532))`,
      `a signed ballot takes ${exact(footprint)} of that, a leaf claimed of a million ${exact(limits.gasPerL1Byte * leaf.l1Bytes)}, ${leaf.gas < limits.gasPerL1Byte * leaf.l1Bytes ? "more" : "less"} than its gas (${exact(leaf.gas)})`,
      `manifests of ${exact(activity.leavesPerManifest)} leaves; the proof is what fills blocks`,
    ],
    [
      `data of the L1: ${limits.blobs} blobs of ${exact(limits.blobBytes)} bytes every ${limits.slotSeconds} s for all rollups together ([EIP-8135](https://eips.ethereum.org/EIPS/eip-8135))`,
      `${bytes(blobTarget(MONTH_DAYS))} in a month, of which the ${big(largest.contributors)} take ${percent(month.l1Bytes / blobTarget(MONTH_DAYS))}`,
      "bytes don't end it: gas does",
    ],
    [
      `depth of a manifest: ${own.depth} levels ([ManifestTree](../contracts/contributions/ManifestTree.sol))`,
      `${exact(2 ** own.depth)} leaves in one manifest; each level takes ${LEVEL} bytes and, measured, ${exact((leaf.gas - find("claimUnits", 1_000, "warm").gas) / 10)} gas`,
      "never reached",
    ],
    [
      `submissions of a seat under review: at most ${own.slots}, each held for about ${own.roundDays.toFixed(1)} days ([parameters](parameters.md#of-review))`,
      `${exact(Math.floor(perSeat))} manifests of a seat in a month; the ${big(largest.contributors)} hand in ${exact(collected)} of many leaves`,
      `${exact(Math.ceil(collected / perSeat))} seats that collect, or larger manifests`,
    ],
    [
      `entries of the reviewers' pool of a kind: ${exact(own.pool)}, and none is ever taken out`,
      `${percent(own.pool / much.seats)} of the ${big(much.seats)} seats of the ${big(largest.contributors)} can ever enrol for a kind`,
      `the ${big(largest.contributors)} need ${exact((much.manifests * 5) / activity.reviewsPerReviewer)} reviewers; another panel contract, by vote, begins with an empty pool`,
    ],
    [
      `the record: ${big(record.events / record.seconds)} events a second from a cold start, ${exact(record.bytes / record.events)} bytes each (${record.database}, [measured here](#how-it-was-measured))`,
      `a month of the ${big(largest.contributors)}: ${big(month.events)} events, ${bytes((month.events * record.bytes) / record.events)}, ${exact(month.events / record.perSecond / 3_600)} hours to index; a month has ${MONTH_DAYS * 24}`,
      "one database for a model family; see below",
    ],
  ];
}
