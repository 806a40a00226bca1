// Gas of what happens to a seat: opened, renewed, expired, moved; and of what follows it from a lost wallet.
import {
  consentTypedData,
  contributionTokenAbi,
  contributorRewardsAbi,
  credentialTypedData,
  memberRegistryAbi,
} from "@commonmind/sdk";
import { type Abi, type Address, type Hex, keccak256, toBytes } from "viem";
import { accounts, contracts, genesis, measure, now, sign, wait } from "./chain.ts";
import { floors } from "./floors.ts";

const [operator, issuer, first, second] = [accounts[0], accounts[9], accounts[10], accounts[11]] as [
  Address,
  Address,
  Address,
  Address,
];
const YEAR = 365 * 86_400;
const reference = { chainId: 31337, registry: contracts.memberRegistry };

const onMembers = (from: Address, functionName: string, args: readonly unknown[]) => ({
  from,
  to: contracts.memberRegistry,
  abi: memberRegistryAbi as Abi,
  functionName,
  args,
});

/** What the issuer attests of a person, signed, with the account's consent. */
async function attested(nullifier: Hex, account: Address, serial: number) {
  const credential = { issuer, nullifier, account, serial, expiry: (await now()) + YEAR };
  const deadline = BigInt((await now()) + YEAR);
  return {
    credential,
    signature: await sign(issuer, credentialTypedData({ ...reference, credential })),
    deadline,
    consent: await sign(account, consentTypedData({ ...reference, credential, deadline })),
  };
}

export async function benchPeople(): Promise<void> {
  const { periods, founders } = genesis;
  const person = keccak256(toBytes("a person"));
  const opening = await attested(person, first, 1);
  await measure(
    { op: "enrol", warm: true, floor: floors.enrol },
    onMembers(first, "enrol", [opening.credential, opening.signature]),
  );
  const relayed = await attested(keccak256(toBytes("another person")), second, 1);
  const bySig = [relayed.credential, relayed.signature, relayed.deadline, relayed.consent];
  await measure(
    { op: "enrol by relayed signature", warm: true, floor: floors.enrol },
    onMembers(operator, "enrolBySig", bySig),
  );

  const renewal = await attested(person, first, 2);
  await measure({ op: "renew", warm: true }, onMembers(first, "renew", [renewal.credential, renewal.signature]));
  await wait(YEAR + periods.lapse);
  await measure({ op: "expire", warm: true }, onMembers(operator, "expire", [8n]));
  const restoring = await attested(person, first, 3);
  await measure(
    { op: "renew within the grace", warm: true },
    onMembers(first, "renew", [restoring.credential, restoring.signature]),
  );

  // The third founder lost the wallet, which holds tokens and the third leaf of the founding work.
  const lost = founders[2];
  if (!lost) throw new Error("The local genesis has seven founders.");
  const to = accounts[12] as Address;
  const move = await attested(lost.nullifier, to, 2);
  await measure({ op: "rebind, request", warm: true }, onMembers(to, "rebind", [move.credential, move.signature]));
  await wait(periods.rebind);
  await measure({ op: "rebind, complete", warm: true }, onMembers(operator, "completeRebind", [3n]));
  await wait(periods.recovery);
  await measure(
    { op: "recover a position", warm: true },
    {
      from: operator,
      to: contracts.contributorRewards,
      abi: contributorRewardsAbi as Abi,
      functionName: "recover",
      args: [lost.account, [(1n << 32n) | 2n]],
    },
  );
  await measure(
    { op: "recover tokens, to a wallet without", warm: true },
    {
      from: operator,
      to: contracts.contributionToken,
      abi: contributionTokenAbi as Abi,
      functionName: "recover",
      args: [lost.account],
    },
  );
}
