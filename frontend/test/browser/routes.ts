// Every page of the dApp, and the heading by which one knows to be there.
import { founder } from "./shared.ts";
import type { Stage } from "./stage.ts";

export type Route = readonly [path: string, title: RegExp];

export const routesOf = ({ ballot }: Pick<Stage, "ballot">): readonly Route[] => [
  ["/", /We made these/],
  ["/models", /What we own/],
  ["/models/1", /^Assistant$/],
  ["/proposals", /What we decide/],
  ["/proposals/new", /What should we decide/],
  [`/proposals/${ballot}`, /./],
  ["/contribute", /Add your work/],
  ["/contributions/1", /./],
  ["/review", /Judge what came in/],
  ["/rewards", /What your work has earned/],
  ["/dividend", /The same for every member/],
  ["/treasury", /in reserve/],
  ["/people", /Who decides/],
  [`/people/${founder(1).address}`, /0x/],
  ["/activity", /Every event/],
  ["/status", /How it stands/],
  ["/dev", /For developers/],
];
