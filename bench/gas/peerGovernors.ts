// OpenZeppelin's governor, with its own ERC20Votes and with Solady's: the votes of votes.ts that it has too.
import { type Abi, type Address, keccak256, parseEther, toBytes } from "viem";
import { deploy, deployCode, endow, genesis, impersonate, measure, send } from "./chain.ts";
import { type Code, versionOf } from "./compile.ts";
import { floors } from "./floors.ts";
import {
  type Calls,
  carryOut,
  cast,
  founder,
  founders,
  idOf,
  listed,
  on,
  opening,
  operator,
  pass,
  person,
  proposing,
  signedVote,
} from "./governor.ts";

const CHECKPOINTS = 100;

/** A base unit of native currency out of the timelock's purse. */
const payment: Calls = { targets: [founder], values: [1n], calldatas: ["0x"] };

async function benchGovernor(code: (name: string) => Code, tokenName: string, subject: string, version: string) {
  const votes = code(tokenName);
  const token = await deployCode(votes.abi, votes.bytecode, []);
  const timelock = await deploy("TimelockController", [genesis.periods.timelock, [], [], operator]);
  const { abi, bytecode } = code("StockGovernor");
  const governor = await deployCode(abi, bytecode, [token, timelock]);
  for (const role of ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE"]) {
    await send({
      from: operator,
      to: timelock,
      abi: roles,
      functionName: "grantRole",
      args: [keccak256(toBytes(role)), governor],
    });
  }
  await endow(timelock);
  const onToken = (from: Address, functionName: string, args: readonly unknown[]) =>
    send({ from, to: token, abi: votes.abi, functionName, args });
  const voice = async (account: Address, checkpoints = 1) => {
    await impersonate(account);
    await onToken(account, "delegate", [account]);
    for (let i = 0; i < checkpoints; i++) await onToken(operator, "mint", [account, parseEther("1")]);
  };
  const [first, later, relayed, busy] = [person("first"), person("later"), person("relayed"), person("busy")];
  for (const { address } of [first, later, relayed]) await voice(address);
  await voice(busy.address, CHECKPOINTS);
  for (const account of founders) await voice(account);

  const whose = { governor, subject, version };
  const label = { subject, version };
  const about = async (description: string) => {
    const id = await idOf(governor, payment, description);
    await opening(governor, id);
    return id;
  };
  await send(on(governor, founder, "propose", [...listed(payment), "warm up"]));
  const before = await about("warm up");
  // A voter's first signature writes the nonce; the measured one is a later one.
  await send(await signedVote(governor, "StockGovernor", before, relayed, 0n));
  await pass(governor, before);
  await carryOut(whose, payment, "warm up", { warm: false });

  const proposal = on(governor, founder, "propose", [...listed(payment), "A grant"]);
  await measure({ ...label, op: "propose", warm: true, floor: proposing(proposal) }, proposal);
  const id = await about("A grant");
  const vote = { ...label, op: "vote, later", warm: true, floor: floors.vote };
  await measure({ ...vote, op: "vote, a proposal's first", warm: false }, cast(governor, id, first.address));
  await measure({ ...vote, n: 1 }, cast(governor, id, later.address));
  await measure({ ...vote, n: CHECKPOINTS }, cast(governor, id, busy.address));
  const bySig = await signedVote(governor, "StockGovernor", id, relayed, 1n);
  await measure({ ...vote, op: "vote by signature", floor: floors.voteSigned }, bySig);
  await pass(governor, id);
  await carryOut(whose, payment, "A grant", { warm: true });
}

const roles = [
  {
    type: "function",
    name: "grantRole",
    inputs: [
      { name: "role", type: "bytes32" },
      { name: "account", type: "address" },
    ],
    outputs: [],
    stateMutability: "nonpayable",
  },
] as const satisfies Abi;

export async function benchGovernors(code: (name: string) => Code): Promise<void> {
  const version = versionOf("@openzeppelin/contracts");
  await benchGovernor(code, "OpenZeppelinVotes", "OpenZeppelin Governor", version);
  const solady = `${version}, ${versionOf("solady")}`;
  await benchGovernor(code, "SoladyVotes", "OpenZeppelin Governor, Solady ERC20Votes", solady);
}
