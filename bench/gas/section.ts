// One part of the gas benchmark, on a chain of its own in a process of its own, so that it costs the same whatever ran
// before it. Prints its rows as JSON.
//   node --import tsx bench/gas/section.ts NAME
import { toJson } from "./rows.ts";

const sections: Record<string, () => Promise<void>> = {
  work: async () => {
    const { benchWork } = await import("./work.ts");
    const { benchMoney } = await import("./money.ts");
    await benchMoney(await benchWork());
  },
  people: async () => (await import("./people.ts")).benchPeople(),
  review: async () => (await import("./review.ts")).benchReview(),
  votes: async () => (await import("./votes.ts")).benchVotes(),
  peers: async () => (await import("./peers.ts")).benchPeers(),
};

const section = sections[process.argv[2] ?? ""];
if (!section) throw new Error(`Usage: section.ts ${Object.keys(sections).join("|")}`);
const { close, rows } = await import("./chain.ts");
await section();
process.stdout.write(JSON.stringify(rows.map(toJson)));
await close();
