// Fifty readers at once, each with the questions that the dApp's pages ask, one after the other.
import { accountOf, type Size } from "./history.ts";

const READERS = 50;
/** Milliseconds for each question. */
const FOR = 5_000;

export type Measured = {
  readonly question: string;
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
};

type Question = { readonly name: string; readonly ask: (n: number) => { path: string; body?: string } };

const graphql = (query: string) => ({ path: "/graphql", body: JSON.stringify({ query }) });

const questions = ({ contributions, members, proposals }: Size): Question[] => [
  {
    name: "home: models, revenue, open votes",
    ask: () =>
      graphql(`{ models { items { id name release active revenue { items { asset received } } } }
        proposals(limit: 5, orderBy: "number", orderDirection: "desc") { items { id title votesFor votesAgainst voteEnd } } }`),
  },
  {
    name: "a page of 100 contributions",
    ask: (n) =>
      graphql(`{ contributions(limit: 100, orderBy: "id", orderDirection: "desc", where: { id_lt: "${1 + (n % contributions)}" }) {
        items { id kind state score units submittedAt } } }`),
  },
  {
    name: "a contribution with its leaves and panel",
    ask: (n) =>
      graphql(`{ contribution(id: "${1 + (n % contributions)}") { id state score uri positions { items { id author accepted } }
        rounds { items { number score reviewers { items { seat score weight } } } } } }`),
  },
  {
    name: "a vote with 100 of its ballots",
    ask: (n) =>
      graphql(`{ proposal(id: "${BigInt(1 + (n % proposals)) << 128n}") { title votesFor votesAgainst membersFor
        cast(limit: 100, orderBy: "weight", orderDirection: "desc") { items { voter support weight } } } }`),
  },
  { name: "what an account can claim", ask: (n) => ({ path: `/claimable/${accountOf(1 + (n % members))}` }) },
  { name: "a seat's dividend", ask: (n) => ({ path: `/dividend/${1 + (n % members)}` }) },
  {
    name: "the newest 100 events",
    ask: () =>
      graphql(`{ events(limit: 100, orderBy: "seq", orderDirection: "desc") { items { seq name args time } } }`),
  },
];

export async function measureReaders(url: string, size: Size): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const { name, ask } of questions(size)) {
    const times: number[] = [];
    const until = performance.now() + FOR;
    let n = 0;
    const read = async () => {
      while (performance.now() < until) {
        const { path, body } = ask(n++ * 7_919);
        const began = performance.now();
        const answer = await fetch(
          `${url}${path}`,
          body ? { method: "POST", body, headers: { "content-type": "application/json" } } : {},
        );
        const text = await answer.text();
        if (!answer.ok || text.includes('"errors"')) throw new Error(`${name}: ${answer.status} ${text.slice(0, 300)}`);
        times.push(performance.now() - began);
      }
    };
    await Promise.all(Array.from({ length: READERS }, read));
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
    measured.push({ question: name, count: times.length, p50: at(0.5), p99: at(0.99) });
  }
  return measured;
}
