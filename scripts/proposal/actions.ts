// The actions of a source as calls: names of our contracts and functions, checked against their ABIs.
import { type Call, type ContractName, contractAbis, contractNames } from "@commonmind/sdk";
import {
  type Abi,
  type AbiFunction,
  encodeFunctionData,
  parseEther,
  toFunctionSelector,
  toFunctionSignature,
} from "viem";
import { ArgumentProblem, type Known, readArguments } from "./arguments.ts";
import { ProposalError } from "./errors.ts";
import type { Path, Source, SourceAction } from "./source.ts";

/** The calls of each option. Throws {@link ProposalError} that says where in the file the first mistake stands. */
export function callsOf(source: Source, known: Known): Call[][] {
  return source.options.map(({ actions }, i) =>
    actions.map((action, k) => {
      const path = [...source.actionsOf(i), k];
      try {
        return callOf(action, path, known);
      } catch (error) {
        if (!(error instanceof ArgumentProblem)) throw error;
        throw new ProposalError({
          code: "Action",
          what: `${source.place(error.path)}: can't be called.`,
          why: `${nameOf(error.path.at(-1))} ${error.message}.`,
          fix: "Correct that place; docs/proposals.md shows what may be written.",
        });
      }
    }),
  );
}

function callOf(action: SourceAction, path: Path, known: Known): Call {
  const contract = contractNames.find((name) => name === action.contract);
  if (!contract) {
    throw new ArgumentProblem(
      [...path, "contract"],
      `is "${action.contract}", and must be one of ${contractNames.join(", ")}`,
    );
  }
  const item = functionOf(contract, action, [...path, "function"]);
  const args = readArguments(item.inputs, action.args, [...path, "args"], known);
  const data = encodeFunctionData({ abi: [item], functionName: item.name, args });
  return { target: known.deployment.contracts[contract], value: moneyOf(action, item, [...path, "value"]), data };
}

/** By name, or by signature where two share a name. */
function functionOf(contract: ContractName, { function: wanted }: SourceAction, path: Path): AbiFunction {
  const all = (contractAbis[contract] as Abi).filter((it): it is AbiFunction => it.type === "function");
  const found = all.filter((it) => it.name === wanted || toFunctionSignature(it) === wanted.replaceAll(" ", ""));
  const [item] = found;
  if (!item) {
    const changing = all.filter(changes).map(({ name }) => name);
    throw new ArgumentProblem(path, `is "${wanted}", which ${contract} doesn't have; it has ${changing.join(", ")}`);
  }
  if (found.length > 1) {
    const signatures = found.map((it) => toFunctionSignature(it)).join(" or ");
    throw new ArgumentProblem(path, `is "${wanted}", of which ${contract} has several: write ${signatures}`);
  }
  if (!changes(item))
    throw new ArgumentProblem(path, `is "${wanted}", which only reads: a proposal would do nothing with it`);
  return item;
}

const changes = ({ stateMutability }: AbiFunction) => stateMutability === "nonpayable" || stateMutability === "payable";

function moneyOf({ value }: SourceAction, item: AbiFunction, path: Path): bigint {
  if (value === undefined || value === "0") return 0n;
  const amount = /^(\d+(?:\.\d{1,18})?) ETH$/.exec(value)?.[1];
  if (amount === undefined) throw new ArgumentProblem(path, `is "${value}", and must be an amount such as "1.5 ETH"`);
  if (item.stateMutability !== "payable") {
    throw new ArgumentProblem(path, `is "${value}", but ${item.name} takes no money (${toFunctionSelector(item)})`);
  }
  return parseEther(amount);
}

const nameOf = (part: string | number = "It") =>
  typeof part === "number" ? `Number ${part + 1} of the list` : `${part.charAt(0).toUpperCase()}${part.slice(1)}`;
