// The two votes that are open when the story has been told: a grant, and a direction ballot.
import { modelRegistryAbi, treasuryAbi, writeProposalText } from "@commonmind/sdk";
import { type Account, encodeFunctionData, keccak256, parseEther, toBytes, zeroAddress } from "viem";
import { authorSigner } from "./cast.ts";
import { type Action, ask, awaitVoting, type VoteContext, weigh } from "./government.ts";
import { paysMore } from "./publication.ts";
import { type Choice, castSigned, planDirection } from "./signedBallots.ts";

const MODEL = 1;
/** Authors who have voted already. The first one is left out: it is one of the dApp's personas, and votes there. */
const VOTERS = 24;

/** Proposals by their number. */
export type OpenVotes = { readonly plain: bigint; readonly ballot: bigint };

const GRANT = {
  title: "Pay for reviewed sentences in Quechua, Swahili and Tamil",
  text:
    "Assistant answers badly in most of the world's languages. This sends 1.5 ETH from the reserve to the people who " +
    "organise the reading groups, and lets Knowledge earn a quarter more voice than before.",
};

const BALLOT = {
  title: "What should Assistant learn next?",
  text: "The reserve holds enough for one thing this season. Each option is carried out exactly as it stands here.",
};

/** Asks both, lets founders and authors vote, and leaves the voting open. */
export async function openVotes(context: VoteContext, authors: readonly string[]): Promise<OpenVotes> {
  const { chain, deployment, cast } = context;
  const [first, second, third] = cast.founders.slice(1).map(({ address }) => address);
  if (!first || !second || !third) throw new Error("The story needs founders to be paid.");
  const grant = await ask(context, {
    description: `${GRANT.title}\n\n${GRANT.text}`,
    actions: [send(context, first, "1.5"), await paysMore(chain, deployment, "Knowledge", 1.25)],
  });
  const options = [
    {
      title: "More languages",
      text: "Pay for 40,000 reviewed sentence pairs in Swahili, Quechua and Tamil.",
      actions: [send(context, first, "0.9"), await paysMore(chain, deployment, "Data", 1.25)],
    },
    {
      title: "A model that runs on a phone",
      text: "Train a small Assistant that needs no connection and no account.",
      actions: [send(context, second, "1.2"), registerSmall(context)],
    },
    {
      title: "Safety before anything else",
      text: "Have what Assistant already says tested, and let those who test it have more of a say.",
      actions: [await paysMore(chain, deployment, "Validation", 1.5)],
    },
    {
      title: "Free for schools",
      text: "Pay the schools' gateway for a year of questions.",
      actions: [send(context, third, "0.75")],
    },
  ];
  const direction = await ask(context, {
    description: writeProposalText({ ...BALLOT, options }),
    actions: options.flatMap(({ actions }) => actions),
    callsPerOption: options.map(({ actions }) => actions.length),
  });
  await awaitVoting(context);

  const people = authors.filter((author) => !/^(founder-|seat:)\d+$/.test(author));
  const signers = [...cast.founders.slice(1, 5), ...people.slice(1, 1 + VOTERS).map(authorSigner)];
  const voters = (await weigh(chain, deployment, signers)).filter(({ seated, votes }) => seated && votes > 0n);
  const dice = (about: string) => (account: Account) =>
    BigInt(keccak256(toBytes(`${context.seed}:${about}${account.address}`)));
  await castSigned(
    context,
    grant.id,
    voters.map(({ account }): Choice => {
      const mood = dice("")(account) % 9n;
      return { account, support: mood < 2n ? "against" : mood === 2n ? "abstain" : "for" };
    }),
  );
  const choices = planDirection(voters, { options: options.length, favourite: 2, dice: dice("next:") });
  await castSigned(context, direction.id, choices);
  return { plain: grant.id, ballot: direction.id };
}

function send({ deployment }: VoteContext, to: Account["address"], ether: string): Action {
  const args = [zeroAddress, to, parseEther(ether)] as const;
  const data = encodeFunctionData({ abi: treasuryAbi, functionName: "spend", args });
  return { target: deployment.contracts.treasury, data };
}

function registerSmall({ deployment }: VoteContext): Action {
  const about = "Assistant, small enough for a phone.";
  const args = ["Pocket", about, [{ modelId: MODEL, bps: 2_000 }]] as const;
  const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: "register", args });
  return { target: deployment.contracts.modelRegistry, data };
}
