// How rows belong together: what GraphQL can follow from one to the other.
import { relations } from "ponder";
import { seat, seatSpan } from "./members.ts";
import { model, release, upstream } from "./models.ts";
import { claim, claimPart, revenue } from "./money.ts";
import { reviewer, round } from "./reviews.ts";
import { action, ballot, option, proposal } from "./votes.ts";
import { contribution, departure, position } from "./work.ts";

export const ofModel = relations(model, ({ many }) => ({
  releases: many(release),
  builtOn: many(upstream),
  contributions: many(contribution),
  revenue: many(revenue),
}));
export const ofRelease = relations(release, ({ one }) => ({
  ofModel: one(model, { fields: [release.model], references: [model.id] }),
}));
export const ofUpstream = relations(upstream, ({ one }) => ({
  ofModel: one(model, { fields: [upstream.model], references: [model.id] }),
}));
export const ofRevenue = relations(revenue, ({ one }) => ({
  ofModel: one(model, { fields: [revenue.model], references: [model.id] }),
}));

export const ofContribution = relations(contribution, ({ one, many }) => ({
  ofModel: one(model, { fields: [contribution.model], references: [model.id] }),
  positions: many(position),
  rounds: many(round),
  departures: many(departure),
}));
export const ofPosition = relations(position, ({ one, many }) => ({
  ofContribution: one(contribution, { fields: [position.contribution], references: [contribution.id] }),
  paid: many(claimPart),
}));
export const ofDeparture = relations(departure, ({ one }) => ({
  ofContribution: one(contribution, { fields: [departure.contribution], references: [contribution.id] }),
}));
export const ofRound = relations(round, ({ one, many }) => ({
  ofContribution: one(contribution, { fields: [round.contribution], references: [contribution.id] }),
  reviewers: many(reviewer),
}));
export const ofReviewer = relations(reviewer, ({ one }) => ({
  ofRound: one(round, {
    fields: [reviewer.contribution, reviewer.round],
    references: [round.contribution, round.number],
  }),
}));

export const ofClaim = relations(claim, ({ many }) => ({ parts: many(claimPart) }));
export const ofClaimPart = relations(claimPart, ({ one }) => ({
  ofClaim: one(claim, { fields: [claimPart.claim], references: [claim.id] }),
  ofPosition: one(position, { fields: [claimPart.position], references: [position.id] }),
}));

export const ofSeat = relations(seat, ({ many }) => ({ activeOver: many(seatSpan) }));
export const ofSeatSpan = relations(seatSpan, ({ one }) => ({
  ofSeat: one(seat, { fields: [seatSpan.seat], references: [seat.id] }),
}));

export const ofProposal = relations(proposal, ({ many }) => ({
  choices: many(option),
  actions: many(action),
  cast: many(ballot),
}));
export const ofOption = relations(option, ({ one }) => ({
  ofProposal: one(proposal, { fields: [option.proposal], references: [proposal.id] }),
}));
export const ofAction = relations(action, ({ one }) => ({
  ofProposal: one(proposal, { fields: [action.proposal], references: [proposal.id] }),
}));
export const ofBallot = relations(ballot, ({ one }) => ({
  ofProposal: one(proposal, { fields: [ballot.proposal], references: [proposal.id] }),
}));
