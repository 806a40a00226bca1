// `npm run module`: another source of seeds, from its deployment to the vote that puts it in force and the note of it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Deployment, reviewPanelAbi } from "@commonmind/sdk";
import { expect } from "chai";
import type { Address } from "viem";
import { account, openStage, parsed, type Stage } from "./cmStage.ts";
import { runScript } from "./run.ts";
import { runWarm } from "./warm.ts";

const founder = (seat: number) => account(seat);

describe("npm run module", () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  const module = async (...args: string[]) => {
    const env = { COMMONMIND_CHAIN_PORT: `${stage.port}`, COMMONMIND_DEPLOYMENTS: stage.folder };
    const { code, stdout, stderr } = await runWarm("module/main.ts", [...args, "--json"], env);
    return { code, stderr, json: stdout === "" ? undefined : parsed(stdout) };
  };
  const inForce = (): Promise<Address> =>
    stage.client.readContract({
      address: stage.deployment.contracts.reviewPanel,
      abi: reviewPanelAbi,
      functionName: "randomness",
    });
  const written = (): Deployment => JSON.parse(readFileSync(join(stage.folder, "31337.json"), "utf8"));

  it("puts another source of seeds in force by a vote, and notes it: panels are drawn with it", async () => {
    const before = stage.deployment.contracts.seeds;
    expect(await inForce()).to.equal(before);
    const none = await module("adopt", "seeds");
    expect([none.code, none.json]).to.deep.equal([
      0,
      { schema: 1, module: "seeds", before, address: before, changed: false },
    ]);

    const source = join(stage.folder, "seeds.yml");
    const made = await module("deploy", "seeds", "--proposal", source);
    expect(made.code, made.stderr).to.equal(0);
    const { address } = made.json;
    expect(address).to.not.equal(before);
    expect(await stage.client.getCode({ address })).to.equal(await stage.client.getCode({ address: before }));
    // Deploying decides nothing.
    expect(await inForce()).to.equal(before);
    expect((await module("adopt", "seeds")).json.changed).to.equal(false);

    const draft = join(stage.folder, "seeds.json");
    const drafted = await stage.cm("proposal", "draft", source, "--out", draft);
    expect(drafted.code, drafted.stderr).to.equal(0);
    const submitted = await stage.done("proposal", "submit", draft, "--from", founder(1));
    await stage.pass(3_602);
    for (const seat of [1, 2, 3, 4]) {
      await stage.done("proposal", "vote", submitted.id, "--support", "for", "--from", founder(seat));
    }
    await stage.pass(259_200);
    await stage.done("proposal", "queue", submitted.id);
    await stage.pass(86_401);
    expect((await stage.done("proposal", "execute", submitted.id)).state).to.equal("carried out");
    expect(await inForce()).to.equal(address);
    expect(written().contracts.seeds).to.equal(before);

    const adopted = await module("adopt", "seeds");
    expect([adopted.code, adopted.json]).to.deep.equal([
      0,
      { schema: 1, module: "seeds", before, address, changed: true },
    ]);
    const { contracts, ...rest } = stage.deployment;
    expect(written()).to.deep.equal({ ...rest, contracts: { ...contracts, seeds: address } });
    expect((await module("adopt", "seeds")).json.changed).to.equal(false);

    const examined = await runScript("doctor/main.ts", ["--json"], {
      COMMONMIND_CHAIN_PORT: `${stage.port}`,
      COMMONMIND_DEPLOYMENTS: stage.folder,
    });
    expect(examined.code, examined.stdout).to.equal(0);
  });

  it("knows the parts that it can replace, and no others", async () => {
    const { code, stderr, json } = await module("adopt", "registry");
    expect(code).to.equal(2);
    expect(stderr).to.include("Allowed choices are treasury, seeds");
    expect(json.error.code).to.equal("commander.invalidArgument");
  });
});
