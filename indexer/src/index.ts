// Which part of the record keeps something of which contract's events.
import {
  accessManagerAbi,
  commonsGovernorAbi,
  commonsTimelockAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  duplicatesAbi,
  memberRegistryAbi,
  modelRegistryAbi,
  reviewPanelAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { indexerSettings } from "../settings.ts";
import { members } from "./members.ts";
import { lines, models } from "./models.ts";
import { dividends } from "./money/dividend.ts";
import { rewards } from "./money/rewards.ts";
import { treasury } from "./money/treasury.ts";
import { ordinaryCalls, roles, timelock } from "./power.ts";
import { record } from "./record/happening.ts";
import { reviews } from "./reviews.ts";
import { tokens } from "./tokens.ts";
import { votes } from "./votes.ts";
import { duplicates, positions, work } from "./work.ts";

const { deployment } = indexerSettings();

record("AccessManager", accessManagerAbi, roles);
record("MemberRegistry", memberRegistryAbi, members);
record("ModelRegistry", modelRegistryAbi, models);
record("ContributionToken", contributionTokenAbi, tokens);
record("ContributionRegistry", contributionRegistryAbi, work);
record("ContributorRewards", contributorRewardsAbi, lines, positions, rewards);
record("Duplicates", duplicatesAbi, duplicates);
record("ReviewPanel", reviewPanelAbi, reviews);
record("Treasury", treasuryAbi, treasury);
record("UniversalDividend", universalDividendAbi, dividends);
record("Timelock", commonsTimelockAbi, timelock);
record("CommonsGovernor", commonsGovernorAbi, votes(deployment), ordinaryCalls);
