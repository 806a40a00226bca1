// Claims of money from Merkle trees of a thousand and a million leaves: Uniswap's distributor as its package brings it, and
// the same from OpenZeppelin's and Solady's parts. No position, no token and no vote comes with these claims.
import { type Abi, type Address, concat, encodeAbiParameters, encodePacked, type Hex, keccak256, toBytes } from "viem";
import { testTokenAbi } from "../../scripts/lib/testToken.ts";
import { deploy, deployCode, measure, send, someone } from "./chain.ts";
import { type Code, uniswapDistributor, versionOf } from "./compile.ts";
import { floors } from "./floors.ts";
import { operator } from "./governor.ts";

type Leaf = readonly [index: bigint, account: Address, amount: bigint];

/** OpenZeppelin's leaf is hashed twice, Uniswap's packed. */
const twice = ([index, account, amount]: Leaf): Hex => {
  const types = [{ type: "uint256" }, { type: "address" }, { type: "uint256" }];
  return keccak256(keccak256(encodeAbiParameters(types, [index, account, amount])));
};
const packed = (leaf: Leaf): Hex => keccak256(encodePacked(["uint256", "address", "uint256"], leaf));

const pair = (a: Hex, b: Hex): Hex => keccak256(a < b ? concat([a, b]) : concat([b, a]));

/** Two leaves at the foot of a tree whose rest is hashes, as in any proof. */
function tree(leaves: readonly [Leaf, Leaf], depth: number, hash: (leaf: Leaf) => Hex) {
  const foot = leaves.map(hash) as [Hex, Hex];
  const upper = Array.from({ length: depth - 1 }, (_, i) => keccak256(toBytes(`${depth} ${i}`)));
  const root = upper.reduce(pair, pair(...foot));
  return { root, proofs: [1, 0].map((other) => [foot[other], ...upper]) };
}

export async function benchMerkleClaims(code: (name: string) => Code): Promise<void> {
  const token = await deploy("TestToken", ["Play USDC", "USDC", 6]);
  const mint = (to: Address) =>
    send({ from: operator, to: token, abi: testTokenAbi as Abi, functionName: "mint", args: [to, 10n ** 12n] });
  const uniswap = versionOf("@uniswap/merkle-distributor");
  const subjects = [
    { subject: "Uniswap MerkleDistributor", version: uniswap, built: uniswapDistributor(), hash: packed },
    {
      subject: "OpenZeppelin MerkleProof",
      version: versionOf("@openzeppelin/contracts"),
      built: code("OpenZeppelinClaim"),
      hash: twice,
    },
    { subject: "Solady MerkleProofLib", version: versionOf("solady"), built: code("SoladyClaim"), hash: twice },
  ];
  for (const { subject, version, built, hash } of subjects) {
    for (const n of [1_000, 1_000_000]) {
      const leaves = [0n, 1n].map((index) => [index, someone(`claims ${index}`), 1_000_000n] as const);
      const { root, proofs } = tree(leaves as [Leaf, Leaf], Math.ceil(Math.log2(n)), hash);
      const distributor = await deployCode(built.abi, built.bytecode, [token, root]);
      await mint(distributor);
      for (const [i, [index, account, amount]] of leaves.entries()) {
        await mint(account);
        const call = { from: operator, to: distributor, abi: built.abi, functionName: "claim" };
        const args = [index, account, amount, proofs[i]];
        const label = { op: "Merkle claim, money alone", subject, version, n };
        const floor = floors.merkleClaim(i === 0);
        await measure({ ...label, warm: i > 0, floor }, { ...call, args });
      }
    }
  }
}
