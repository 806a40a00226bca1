// `cm member`: a seat opened, renewed or moved, with a credential that an issuer signed. See docs/issuers.md.
import { readFile, stat } from "node:fs/promises";
import { CommonmindError, parseCredential, type SignedCredential } from "@commonmind/sdk";
import type { Command } from "commander";
import { isAddressEqual, parseEventLogs } from "viem";
import { runCommand, userPath } from "../lib/cli.ts";
import { type ActingOptions, acting, group, type Invocation } from "../lib/commands.ts";
import type { Sender } from "../lib/sending.ts";
import type { Coop, OpenCoop } from "../proposal/coop.ts";
import { membersOf, requireSeat } from "./contracts.ts";
import { CmError } from "./errors.ts";
import { moment, seatOption } from "./options.ts";
import { type Plan, perform } from "./perform.ts";

type Act = "enrol" | "renew" | "rebind";

/** What each does, as after "It would". */
const deeds: Readonly<Record<Act, string>> = {
  enrol: "open a seat for",
  renew: "renew the seat of",
  rebind: "ask to move a seat to",
};

async function handIn(act: Act, path: string, coop: Coop, { account }: Sender): Promise<Plan> {
  const signed = await credentialFrom(path);
  requireHere(signed, coop);
  const { credential, signature } = signed;
  if (!isAddressEqual(credential.account, account.address)) {
    throw new CmError({
      code: "OtherAccount",
      what: `The credential is for ${credential.account}, and ${account.address} acts.`,
      why: "Only the account that a credential is for may hand it in.",
      fix: `Act as that account: --from ${credential.account}, or its key in COMMONMIND_KEY.`,
    });
  }
  const members = membersOf(coop);
  return {
    steps: [
      {
        call: { ...members, functionName: act, args: [credential, signature] },
        deed: `${deeds[act]} ${account.address}`,
      },
    ],
    json: { act, account: credential.account, expiry: `${credential.expiry}` },
    async after([sent]) {
      const logs = sent?.receipt.logs ?? [];
      if (act === "rebind") {
        const [asked] = parseEventLogs({ abi: members.abi, eventName: "SeatRebindRequested", logs });
        const { seat = 0n, readyAt = 0 } = asked?.args ?? {};
        return {
          json: { seat: `${seat}`, readyAt: `${readyAt}` },
          text:
            `Seat ${seat} moves to ${account.address} once its old wallet had time to stop it: after ${moment(readyAt)} ` +
            `anyone can complete it, with npm run cm -- member rebind --complete ${seat}`,
        };
      }
      const seat = await requireSeat(coop, account.address);
      const until = `It counts until ${moment(credential.expiry)}.`;
      return { json: { seat: `${seat}` }, text: `${act === "enrol" ? "Opened" : "Renewed"} seat ${seat}. ${until}` };
    },
  };
}

async function complete(text: string, coop: Coop): Promise<Plan> {
  const seat = seatOption("--complete", text);
  const members = membersOf(coop);
  return {
    steps: [
      {
        call: { ...members, functionName: "completeRebind", args: [seat] },
        deed: `move seat ${seat} to its new wallet`,
      },
    ],
    json: { act: "completeRebind", seat: `${seat}` },
    async after() {
      const wallet = await coop.client.readContract({ ...members, functionName: "walletOf", args: [seat] });
      return { json: { wallet }, text: `Seat ${seat} is at ${wallet} now.` };
    },
  };
}

/** More than any credential has. */
const MAX_CREDENTIAL_BYTES = 65_536;

/** Throws {@link CommonmindError} if there is no such file, or no credential in it. */
async function credentialFrom(path: string): Promise<SignedCredential> {
  let text: string;
  try {
    const { size } = await stat(userPath(path));
    if (size > MAX_CREDENTIAL_BYTES) throw new Error(`it has ${size} bytes, far more than a credential`);
    text = await readFile(userPath(path), "utf8");
  } catch (cause) {
    throw new CommonmindError({
      code: "File",
      what: `The credential ${path} can't be read.`,
      why: `The reason: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: "Name the file that the issuer gave you; on the local chain npm run issuer -- credential writes one.",
      docs: "docs/issuers.md",
      cause,
    });
  }
  return parseCredential(text);
}

function requireHere({ chainId, registry }: SignedCredential, { deployment }: Coop): void {
  const here = deployment.contracts.memberRegistry;
  if (chainId === deployment.chainId && isAddressEqual(registry, here)) return;
  throw new CmError({
    code: "OtherCoop",
    what: `The credential is for the registry ${registry} on chain ${chainId}.`,
    why: `Here is the registry ${here} on chain ${deployment.chainId}.`,
    fix: "Name its network, or ask the issuer for one of this co-op.",
  });
}

type RebindOptions = ActingOptions & { complete?: string };

export function memberProgram(invocation: Invocation, open: OpenCoop): Command {
  const program = group("member", "Open, renew or move a seat with an issuer's credential. See docs/issuers.md.");
  const CREDENTIAL = "the issuer's JSON, as npm run issuer -- credential writes it";
  for (const [name, does] of [
    ["enrol", "open a seat for the account that the credential is for"],
    ["renew", "give a seat the expiry of a newer credential; a lapsed seat comes back"],
  ] as const) {
    const example = `${name} credential.json --from 0xBcd4042DE499D14e55001CcbB24a551F3b954096`;
    acting(program, invocation, { name, does, example })
      .argument("<CREDENTIAL>", CREDENTIAL)
      .action((path: string, options: ActingOptions) =>
        runCommand(options, () => perform(open, options, (coop, sender) => handIn(name, path, coop, sender))),
      );
  }
  acting(program, invocation, {
    name: "rebind",
    does: "ask to move a person's seat to another account, or complete such a move",
    example: "rebind credential.json --from 0x71bE63f3384f5fb98995898A86B02Fb2426c5788",
    notes: "The old wallet has time to stop it. After that --complete SEAT ends it, by anyone.",
  })
    .argument("[CREDENTIAL]", `${CREDENTIAL}: for the new account, which acts`)
    .option("--complete <SEAT>", "end the move of this seat, once its wait is over")
    .action((path: string | undefined, options: RebindOptions) =>
      runCommand(options, () =>
        perform(open, options, (coop, sender) => {
          if ((path === undefined) === (options.complete === undefined)) {
            throw new CmError({
              code: "Option",
              what: "Give either a credential or --complete SEAT.",
              why: "A move begins with a credential, and ends with the seat's number.",
              fix: "Correct the command line; --help shows an example.",
            });
          }
          return path === undefined ? complete(options.complete ?? "", coop) : handIn("rebind", path, coop, sender);
        }),
      ),
    );
  return program;
}
