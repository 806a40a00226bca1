// A co-op for tests, deployed as any other is: the same function, the genesis file of the local chain.
import { join } from "node:path";
import { type Deployment, tillAddress } from "@commonmind/sdk";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { network } from "hardhat";
import type { Address } from "viem";
import { deployCommons } from "../../deploy/deploy.ts";
import { type Genesis, loadGenesis } from "../../deploy/genesis.ts";
import {
  type AccessManager,
  AccessManager__factory,
  type Collector,
  Collector__factory,
  type CommonsGovernor,
  CommonsGovernor__factory,
  type CommonsTimelock,
  CommonsTimelock__factory,
  type ContributionRegistry,
  ContributionRegistry__factory,
  type ContributionToken,
  ContributionToken__factory,
  type ContributorRewards,
  ContributorRewards__factory,
  type Duplicates,
  Duplicates__factory,
  type MemberRegistry,
  MemberRegistry__factory,
  type ModelRegistry,
  ModelRegistry__factory,
  type RandaoSeeds,
  RandaoSeeds__factory,
  type ReviewPanel,
  ReviewPanel__factory,
  type StandInPanel,
  StandInPanel__factory,
  type Treasury,
  Treasury__factory,
  type UniversalDividend,
  UniversalDividend__factory,
} from "../../types/index.ts";

export type Signer = HardhatEthersSigner;

export type Contracts = {
  accessManager: AccessManager;
  members: MemberRegistry;
  models: ModelRegistry;
  token: ContributionToken;
  contributions: ContributionRegistry;
  rewards: ContributorRewards;
  duplicates: Duplicates;
  reviews: ReviewPanel;
  seedSource: RandaoSeeds;
  dividend: UniversalDividend;
  treasury: Treasury;
  collector: Collector;
  timelock: CommonsTimelock;
  governor: CommonsGovernor;
};

/** Who is who among the accounts that local chains fund. */
export type People = {
  /** Paid for the deployment; holds nothing. */
  deployer: Signer;
  /** Seven founding members, seats 1 to 7. */
  founders: Signer[];
  /** Scores, until the review panel does. */
  curator: Signer;
  /** Signs credentials. */
  issuer: Signer;
  /** Neither seat nor voice. */
  outsiders: Signer[];
};

/** What was deployed, as it was deployed. */
export type Deployed = Contracts & People & { genesis: Genesis; deployment: Deployment };

/** The same with a panel in force that gives the verdict a test asks for. */
export type Commons = Deployed & { panel: StandInPanel };

/** One chain for all tests; each begins from a snapshot of it. */
export const connection = await network.create();
export const { ethers, networkHelpers, provider } = connection;

export const localGenesis = join(import.meta.dirname, "..", "..", "deploy", "genesis", "local.json");
export const NATIVE: Address = "0x0000000000000000000000000000000000000000";
export const ONE = 10n ** 18n;

/** The models of the local genesis: the first has no work yet, the second has the founders'. */
export const ASSISTANT = 1n;
export const GUIDE = 2n;

export async function deployedCommons(): Promise<Deployed> {
  const genesis = loadGenesis(localGenesis);
  const deployment = await deployCommons(connection, genesis);
  const people = castOf(await ethers.getSigners());
  return { genesis, deployment, ...people, ...contractsOf(deployment, people.deployer) };
}

const judgedCommons = async (): Promise<Commons> => judged(await deployedCommons());

/** Puts the tests' panel in force. */
export async function judged(deployed: Deployed): Promise<Commons> {
  return { ...deployed, panel: await standInPanel(deployed, deployed.deployer) };
}

/** How long the tests' panel takes for a review, in seconds. */
export const REVIEW = 259_200;

/** Names a panel that scores as it is told. The timelock is left as it was. */
async function standInPanel({ contributions, timelock }: Contracts, deployer: Signer): Promise<StandInPanel> {
  const panel = await new StandInPanel__factory(deployer).deploy(contributions, REVIEW);
  const voted = await timelock.getAddress();
  const balance = await ethers.provider.getBalance(voted);
  await contributions.connect(await asAccount(voted)).setPanel(panel);
  await networkHelpers.setBalance(voted, balance);
  await networkHelpers.stopImpersonatingAccount(voted);
  return panel;
}

/** A freshly deployed co-op, whose panel scores as it is told. */
export const freshCommons = (): Promise<Commons> => networkHelpers.loadFixture(judgedCommons);

/** A co-op as it is deployed on a new chain, and nothing else. */
export const bareCommons = (): Promise<Deployed> => networkHelpers.loadFixture(deployedCommons);

// Before anything else is on the chain, so that it has the addresses that it would have on any new one.
await bareCommons();

export function castOf(signers: Signer[]): People {
  const [deployer, ...others] = signers;
  const [curator, issuer] = [others[7], others[8]];
  if (!deployer || !curator || !issuer) throw new Error("Local chains fund at least ten accounts.");
  return { deployer, founders: others.slice(0, 7), curator, issuer, outsiders: others.slice(9) };
}

/** The contracts of a deployment, called by `runner` unless a test connects another. */
export function contractsOf({ contracts: at }: Deployment, runner: Signer): Contracts {
  return {
    accessManager: AccessManager__factory.connect(at.accessManager, runner),
    members: MemberRegistry__factory.connect(at.memberRegistry, runner),
    models: ModelRegistry__factory.connect(at.modelRegistry, runner),
    token: ContributionToken__factory.connect(at.contributionToken, runner),
    contributions: ContributionRegistry__factory.connect(at.contributionRegistry, runner),
    rewards: ContributorRewards__factory.connect(at.contributorRewards, runner),
    duplicates: Duplicates__factory.connect(at.duplicates, runner),
    reviews: ReviewPanel__factory.connect(at.reviewPanel, runner),
    seedSource: RandaoSeeds__factory.connect(at.seeds, runner),
    dividend: UniversalDividend__factory.connect(at.universalDividend, runner),
    treasury: Treasury__factory.connect(at.treasury, runner),
    collector: Collector__factory.connect(at.collector, runner),
    timelock: CommonsTimelock__factory.connect(at.timelock, runner),
    governor: CommonsGovernor__factory.connect(at.commonsGovernor, runner),
  };
}

/** An outsider by number, from 0. */
export function outsider({ outsiders }: Pick<People, "outsiders">, number: number): Signer {
  const signer = outsiders[number];
  if (!signer) throw new Error(`There are ${outsiders.length} outsiders, none of them is number ${number}.`);
  return signer;
}

/** A founder by seat, from 1. */
export function founder({ founders }: Pick<People, "founders">, seat: number): Signer {
  const signer = founders[seat - 1];
  if (!signer) throw new Error(`There are ${founders.length} founders, none of them has seat ${seat}.`);
  return signer;
}

/** Acts as the commons itself, where the vote that decides it would only be noise: signs as the timelock. */
export async function asCommons({ timelock }: Pick<Contracts, "timelock">): Promise<Signer> {
  return asAccount(await timelock.getAddress());
}

/** Signs as any account, a contract too. */
export async function asAccount(address: string): Promise<Signer> {
  await networkHelpers.impersonateAccount(address);
  await networkHelpers.setBalance(address, 1_000n * ONE);
  return ethers.getSigner(address);
}

/** Where a model is paid, computed off chain. */
export function tillOf({ deployment }: Pick<Commons, "deployment">, modelId: bigint): Address {
  return tillAddress({ registry: deployment.contracts.modelRegistry, modelId });
}

export const addressOf = async (contract: { getAddress(): Promise<string> }): Promise<Address> =>
  (await contract.getAddress()) as Address;

/** What a matcher says about a call without the role. */
export const unauthorized = "AccessManagedUnauthorized";
