// From contracts to a living co-op: founding members, models, work and money rules, then the hand-over of all power.

import type { ContractName, Deployment } from "@commonmind/sdk";
import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { Future } from "@nomicfoundation/ignition-core";
import { keccak256, toHex, zeroAddress } from "viem";
import type { FoundingManifest } from "../founding.ts";
import { expirySeconds, type Genesis, kinds } from "../genesis.ts";
import { ordinaryCalls, permissionCalls, roleHolders, roles } from "../permissions.ts";

/** The step after which nothing is left to be done: the deployer gives up its last power. */
export const LAST_STEP = "handOver";

/** Founding members seated by one transaction: about 180,000 gas each, so that no step costs above 5 million. */
export const FOUNDERS_PER_STEP = 25;
/** Founding reviewers entered by one transaction: about 350,000 gas each, for one who reviews every kind. */
export const REVIEWERS_PER_STEP = 10;

/**
 * The Ignition module that applies the genesis file and hands over. Its last step takes the deployer's last power.
 * @param founding The manifests of the file's works, built for the deployed registry (see founding.ts).
 */
export function commonsModule(
  genesis: Genesis,
  addresses: Omit<Deployment["contracts"], "commonsGovernor">,
  founding: readonly FoundingManifest[],
) {
  return buildModule("Commons", (m) => {
    const deployer = m.getAccount(0);
    const at = (
      name: Exclude<ContractName, "commonsGovernor">,
      artifact = name.charAt(0).toUpperCase() + name.slice(1),
    ) => m.contractAt(artifact, addresses[name], { id: name });
    const contracts = {
      accessManager: at("accessManager"),
      memberRegistry: at("memberRegistry"),
      modelRegistry: at("modelRegistry"),
      contributionToken: at("contributionToken"),
      contributionRegistry: at("contributionRegistry"),
      reviewPanel: at("reviewPanel"),
      treasury: at("treasury"),
      timelock: at("timelock", "CommonsTimelock"),
    };
    const {
      accessManager,
      memberRegistry,
      modelRegistry,
      contributionToken,
      contributionRegistry,
      reviewPanel,
      treasury,
      timelock,
    } = contracts;

    // Every step of genesis runs after the one before it, so that ids are the file's order on every network.
    let last: Future | undefined;
    const step = <F extends Future>(make: (after: Future[]) => F): F => {
      const future = make(last ? [last] : []);
      last = future;
      return future;
    };

    genesis.issuers.forEach(({ account, cap, growthLimit }, i) => {
      step((after) =>
        m.call(memberRegistry, "setIssuer", [account, true, cap, growthLimit], { id: `issuer_${i}`, after }),
      );
    });
    const founders = genesis.founders.map(({ issuer, nullifier, account, expiry }) => ({
      issuer,
      nullifier,
      account,
      expiry: expirySeconds(expiry),
    }));
    for (let i = 0; i < founders.length; i += FOUNDERS_PER_STEP) {
      const some = founders.slice(i, i + FOUNDERS_PER_STEP);
      step((after) => m.call(memberRegistry, "found", [some], { id: `foundMembers_${i}`, after }));
    }
    step((after) => m.call(memberRegistry, "closeGenesis", [], { id: "closeMembers", after }));
    // Founding seats are numbered in the file's order.
    const reviewers = genesis.founders
      .map(({ reviews }, i) => ({
        seat: i + 1,
        kinds: reviews.reduce((set, kind) => set | (1 << kinds.indexOf(kind)), 0),
      }))
      .filter((reviewer) => reviewer.kinds !== 0);
    for (let i = 0; i < reviewers.length; i += REVIEWERS_PER_STEP) {
      const some = reviewers.slice(i, i + REVIEWERS_PER_STEP);
      const args = [some.map(({ seat }) => seat), some.map((reviewer) => reviewer.kinds)];
      step((after) => m.call(reviewPanel, "foundReviewers", args, { id: `foundReviewers_${i}`, after }));
    }
    step((after) => m.call(reviewPanel, "closeGenesis", [], { id: "closeReviewers", after }));
    genesis.models.forEach(({ name, uri }, i) => {
      step((after) => m.call(modelRegistry, "register", [name, uri, []], { id: `model_${i + 1}`, after }));
    });
    founding.forEach(({ submitter, model, kind, depth, items, units, root, uri, leaves }, i) => {
      const submission = { modelId: model, kind: kinds.indexOf(kind), depth, items, units, root, sponsor: 0, uri };
      const args = [submitter, submission, leaves.map(({ leaf }) => leaf), leaves.map(({ proof }) => proof)];
      step((after) => m.call(contributionRegistry, "found", args, { id: `foundWork_${i}`, after }));
    });
    step((after) => m.call(contributionRegistry, "closeGenesis", [], { id: "closeContributions", after }));
    if (genesis.nativeSpendingCeiling > 0n) {
      step((after) =>
        m.call(treasury, "setCeiling", [zeroAddress, genesis.nativeSpendingCeiling], { id: "ceiling", after }),
      );
    }
    genesis.assets.forEach(({ token, spendingCeiling }, i) => {
      step((after) => m.call(treasury, "listAsset", [token], { id: `list_${i}`, after }));
      step((after) => m.call(treasury, "setCeiling", [token, spendingCeiling], { id: `ceiling_${i}`, after }));
    });

    // Only now is there anything to vote with: a snapshot of an unfinished genesis would give its first founders all of it.
    const { periods, governance } = genesis;
    const { capBps, unseatedCapBps, vetoBps, turnoutBps, cosignBps, closingBps, guardian } = governance;
    const wiring = { token: contributionToken, members: memberRegistry, timelock, accessManager };
    const rules = {
      votingDelay: periods.votingDelay,
      votingPeriod: periods.votingPeriod,
      proposalThreshold: governance.proposalThreshold,
      quorumPercent: governance.quorumPercent,
      guardian: guardian?.account ?? zeroAddress,
      guardianExpiry: guardian ? expirySeconds(guardian.until) : 0,
    };
    const chambers = { capBps, unseatedCapBps, vetoBps, turnoutBps, cosignBps, closingBps };
    const ordinary = ordinaryCalls().map(({ contract, selector }) => ({
      target: contracts[contractKey(contract)],
      selector,
    }));
    const library = step((after) => m.library("Chambers", { after }));
    const commonsGovernor = step((after) =>
      m.contract("CommonsGovernor", [wiring, rules, chambers, ordinary], { libraries: { Chambers: library }, after }),
    );

    // A guardian of the governor may pause what is handed in.
    step((after) => m.call(contributionRegistry, "setIntake", [commonsGovernor], { after }));

    // The governor alone proposes, cancels and executes; the timelock alone is obeyed; then nobody is admin.
    for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"]) {
      step((after) =>
        m.call(timelock, "grantRole", [keccak256(toHex(role)), commonsGovernor], { id: `timelock_${role}`, after }),
      );
    }
    step((after) =>
      m.call(timelock, "renounceRole", [`0x${"00".repeat(32)}`, deployer], { id: "timelockAdmin", after }),
    );
    for (const { contract, role, selectors } of permissionCalls()) {
      const target = contracts[contractKey(contract)];
      step((after) =>
        m.call(accessManager, "setTargetFunctionRole", [target, selectors, roles[role]], {
          id: `permissions_${contract}_${role}`,
          after,
        }),
      );
    }
    for (const { role, holder } of roleHolders) {
      const account = holder === "timelock" ? timelock : (genesis[holder] ?? timelock);
      const id = `grant${role.charAt(0).toUpperCase()}${role.slice(1)}`;
      step((after) => m.call(accessManager, "grantRole", [roles[role], account, 0], { id, after }));
    }
    step((after) => m.call(accessManager, "renounceRole", [roles.constitution, deployer], { id: LAST_STEP, after }));

    return { commonsGovernor };
  });
}

/** "ModelRegistry" -> "modelRegistry", the key it has here. */
function contractKey(contract: string) {
  return `${contract.charAt(0).toLowerCase()}${contract.slice(1)}` as "modelRegistry";
}
