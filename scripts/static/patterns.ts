// Dangerous patterns, found in the syntax tree: what each is, and how it is recognised. What is meant to be there stands in
// allowed.ts.
import type { Node } from "./analyse.ts";
import { below, type Place } from "./walk.ts";

export type Pattern = {
  name: string;
  why: string;
  found: (node: Node, place: Place) => boolean;
};

/** `expression.member`, e.g. tx.origin. */
const isMember = (node: Node, expression: string, ...members: string[]): boolean =>
  node.nodeType === "MemberAccess" &&
  node.expression?.nodeType === "Identifier" &&
  node.expression.name === expression &&
  members.includes(node.memberName ?? "");

const callsNamed = (node: Node, ...names: string[]): boolean =>
  node.nodeType === "FunctionCall" &&
  node.expression?.nodeType === "Identifier" &&
  names.includes(node.expression.name ?? "");

const typeOf = (node: Node | undefined): string => node?.typeDescriptions?.typeString ?? "";
const isDynamic = (node: Node): boolean => /^(string|bytes)( |$)|\[\]|^literal_string/.test(typeOf(node));
const isLoop = ({ nodeType }: Node): boolean => /^(For|While|DoWhile)Statement$/.test(nodeType);
const isBlockValue = (node: Node): boolean =>
  isMember(node, "block", "timestamp", "number", "coinbase", "prevrandao", "difficulty", "gaslimit", "basefee");

export const patterns: readonly Pattern[] = [
  {
    name: "tx.origin",
    why: "whoever is called by a person acts as that person",
    found: (node) => isMember(node, "tx", "origin"),
  },
  {
    name: "delegatecall",
    why: "other code writes to this contract's state",
    found: (node) => node.nodeType === "MemberAccess" && /^(delegatecall|callcode)$/.test(node.memberName ?? ""),
  },
  {
    name: "selfdestruct",
    why: "money can be forced on a contract, and code that is gone answers nothing",
    found: (node) => callsNamed(node, "selfdestruct", "suicide"),
  },
  {
    name: "chance from the block",
    why: "who builds the block chooses the outcome",
    found: (node) =>
      isMember(node, "block", "prevrandao", "difficulty") ||
      callsNamed(node, "blockhash", "blobhash") ||
      (callsNamed(node, "keccak256") && below(node, isBlockValue).length > 0) ||
      (node.nodeType === "BinaryOperation" &&
        node.operator === "%" &&
        below(node.leftExpression, isBlockValue).length > 0),
  },
  {
    name: "unchecked",
    why: "a number that wraps is wrong without a word",
    found: ({ nodeType }) => nodeType === "UncheckedBlock",
  },
  { name: "assembly", why: "nothing is checked", found: ({ nodeType }) => nodeType === "InlineAssembly" },
  {
    name: "transfer or send",
    why: "2,300 gas is too little for a wallet that is a contract",
    found: (node) =>
      node.nodeType === "MemberAccess" &&
      /^(transfer|send)$/.test(node.memberName ?? "") &&
      typeOf(node.expression) === "address payable",
  },
  {
    name: "ecrecover",
    why: "it takes two signatures for one, and answers zero for none",
    found: (node) => callsNamed(node, "ecrecover"),
  },
  {
    name: "packed hash of two dynamic parts",
    why: "what ends one may begin the other",
    found: (node) =>
      callsNamed(node, "keccak256", "sha256") &&
      (node.arguments ?? []).some(
        (packed) =>
          packed.nodeType === "FunctionCall" &&
          packed.expression !== undefined &&
          isMember(packed.expression, "abi", "encodePacked") &&
          (packed.arguments ?? []).filter(isDynamic).length > 1,
      ),
  },
  {
    name: "token call without SafeERC20",
    why: "some tokens answer false, or nothing",
    found: (node) =>
      node.nodeType === "MemberAccess" &&
      /^(transfer|transferFrom|approve)$/.test(node.memberName ?? "") &&
      typeOf(node.expression).startsWith("contract "),
  },
  {
    name: "low-level call",
    why: "it goes on when it fails, and anything may answer",
    found: (node) =>
      node.nodeType === "MemberAccess" &&
      /^(call|staticcall)$/.test(node.memberName ?? "") &&
      typeOf(node.expression).startsWith("address"),
  },
  {
    name: "loop over storage without a bound",
    why: "whoever makes the list longer can make it too long",
    found: (node) =>
      isLoop(node) &&
      below(
        node.condition,
        (each) =>
          each.nodeType === "MemberAccess" &&
          each.memberName === "length" &&
          /\] storage/.test(typeOf(each.expression)),
      ).length > 0,
  },
  {
    name: "msg.value in a loop",
    why: "what was sent once is counted many times",
    found: (node, { within }) => isMember(node, "msg", "value") && within.some(isLoop),
  },
  {
    name: "meta-transactions or multicall",
    why: "together they let anybody act as anybody",
    found: (node) =>
      node.nodeType === "InheritanceSpecifier" && /^(ERC2771\w*|Multicall\w*)$/.test(node.baseName?.name ?? ""),
  },
  {
    name: "setter for everyone",
    why: "a rule that anyone may change is none",
    found: (node, { within }) =>
      node.nodeType === "FunctionDefinition" &&
      // A library changes what its caller hands to it.
      within.some(({ contractKind }) => contractKind === "contract") &&
      /^(set|add|remove|list|delist|grant|revoke|pause|unpause|upgrade|initialize)([A-Z]|$)/.test(node.name ?? "") &&
      /^(external|public)$/.test(node.visibility ?? "") &&
      /^(nonpayable|payable)$/.test(node.stateMutability ?? "") &&
      "body" in node &&
      !(node.modifiers ?? []).some(({ modifierName }) => /^(restricted|only\w+)$/.test(modifierName.name ?? "")),
  },
  {
    name: "floating pragma",
    why: "an older compiler than the one that everything was tried with",
    found: (node) =>
      node.nodeType === "PragmaDirective" &&
      node.literals?.[0] === "solidity" &&
      node.literals.slice(1).join("") !== `^${COMPILER}`,
  },
];

/** The one that the build is pinned to: nothing older may compile a contract, and nothing else does here. */
export const COMPILER = "0.8.35";
