// One local chain with its story, for all tests of what is read from one: telling it takes a while.
import { type LocalChain, localChain, type Sleeper, tell } from "./stage.ts";

export type Told = { readonly local: LocalChain; readonly proposal: bigint; readonly sleeper: Sleeper };

let told: Promise<Told> | undefined;

/** The chain; it is told when the first test asks for it. */
export function toldChain(): Promise<Told> {
  told ??= localChain().then(async (local) => ({ local, ...(await tell(local)) }));
  return told;
}

// After the tests of all files.
after(async () => (await told)?.local.close());
