// The one program of a co-op's daily life: groups of commands, each loaded only when it is asked for.
import { Command } from "commander";
import { runProgram } from "../lib/cli.ts";
import type { Invocation } from "../lib/commands.ts";
import type { OpenCoop } from "../proposal/coop.ts";

/** What a group is made with. `open`: where its co-op is, if not on a network of hardhat.config.ts. */
type Making = { invocation: Invocation; open: OpenCoop };
type Group = { readonly does: string; readonly load: (making: Making) => Promise<Command> };

const groups: Readonly<Record<string, Group>> = {
  contribution: {
    does: "hand work in, see where it stands, enter it for its authors, take it back",
    load: async ({ invocation, open }) => (await import("./contribution.ts")).contributionProgram(invocation, open),
  },
  review: {
    does: "see which panels you sit on, seal a score, open it",
    load: async ({ invocation, open }) => (await import("./review.ts")).reviewProgram(invocation, open),
  },
  model: {
    does: "propose models and releases, pay for a model, settle what it earned",
    load: async ({ invocation, open }) => (await import("./model.ts")).modelProgram(invocation, open),
  },
  reward: {
    does: "see and collect what work and a seat earned",
    load: async ({ invocation, open }) => (await import("./reward.ts")).rewardProgram(invocation, open),
  },
  member: {
    does: "open, renew or move a seat with an issuer's credential",
    load: async ({ invocation, open }) => (await import("./member.ts")).memberProgram(invocation, open),
  },
  proposal: {
    does: "draft, simulate and take through a vote what the co-op decides",
    load: async ({ invocation, open }) => (await import("../proposal/commands.ts")).proposalProgram(invocation, open),
  },
  treasury: {
    does: "see what the co-op holds, give to its reserve",
    load: async ({ invocation, open }) => (await import("./treasury.ts")).treasuryProgram(invocation, open),
  },
  keeper: {
    does: "take the steps of reviews that anyone may take",
    load: async () => (await import("../keeper/command.ts")).keeperProgram(),
  },
  doctor: {
    does: "prove a deployment to be as declared, and see who has power over it",
    load: async () => (await import("../doctor/command.ts")).doctorProgram(),
  },
  audit: {
    does: "rebuild the books from logs, and hold them against the contracts and the record",
    load: async () => (await import("../audit/command.ts")).auditProgram(),
  },
  manifest: {
    does: "build, prove and verify manifests",
    load: async () => (await import("../manifest/command.ts")).manifestProgram(),
  },
  content: {
    does: "keep files by the hash of their bytes",
    load: async () => (await import("../content/command.ts")).contentProgram(),
  },
};

export type ProgramOptions = {
  invocation?: Invocation;
  /** Without it, a network of hardhat.config.ts. */
  open?: OpenCoop | undefined;
};

/** The program, with the group that `args` ask for; of the others only what they are for. */
export async function commonmind(
  args: readonly string[],
  { invocation = "npm run cm --", open }: ProgramOptions = {},
): Promise<Command> {
  const program = new Command("commonmind")
    .description("A co-op's daily life from a terminal. See docs/operate.md.")
    .showHelpAfterError("(--help shows an example)")
    .addHelpText(
      "after",
      `
Exit codes: 0 fine, 1 a finding or a failure, 2 bad input or can't be checked.
Keys: COMMONMIND_KEY in the environment or in Hardhat's encrypted keystore, else an account of the network.

Example
  ${invocation} contribution status 1 --json`,
    );
  const [first, second] = args.filter((it) => !it.startsWith("-"));
  const wanted = first === "help" ? second : first;
  for (const [name, { does, load }] of Object.entries(groups)) {
    if (name !== wanted) program.addCommand(new Command(name).description(does));
    else program.addCommand(await load({ invocation: `${invocation} ${name}`, open: open ?? (await onNetworks()) }));
  }
  return program;
}

/** Only where a chain is needed: it loads Hardhat. */
const onNetworks = async (): Promise<OpenCoop> => (await import("../proposal/coop.ts")).openCoop;

/** Runs what stands after `npm run cm --`. */
export async function run(args: readonly string[], options: ProgramOptions = {}): Promise<void> {
  await runProgram(await commonmind(args, options), ["node", "commonmind", ...args]);
}
