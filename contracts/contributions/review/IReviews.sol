// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ReviewerRecord} from "../ReviewerRecord.sol";
import {SignedSubmissions} from "../SignedSubmissions.sol";
import {ReviewerPool} from "./ReviewerPool.sol";

/// @title IReviews
/// @notice What the review panel keeps, and what it says through its linked library: types, events and errors, so that both
/// have them in their ABI.
interface IReviews {
    /// @dev Drawing -> Sitting -> Judged, or Voting -> Judged where no panel can judge; Judged -> Drawing or Voting once, by
    /// an appeal; Judged -> Settled. Drawing -> Judged if nobody drew.
    enum Stage {
        None,
        Drawing,
        Sitting,
        Voting,
        Judged,
        Settled
    }

    /// @dev One slot. The times are those of the first round.
    struct Review {
        uint40 openedAt;
        uint24 seedDelay;
        uint24 draw;
        uint24 commit;
        uint24 reveal;
        /// The pool when the work was submitted: of both rounds.
        uint24 counted;
        uint24 departures;
        uint24 eligible;
        /// Seats of the first panel.
        uint8 size;
        Stage stage;
        uint8 round;
        /// The last verdict.
        uint8 score;
        /// The round whose panel gave the last verdict; 0: a vote did, or the lack of a verdict.
        uint8 judgedBy;
        /// Score + 1 of gold that was revealed; else 0.
        uint8 gold;
    }

    /// @dev One slot: the times and the size of the second round. `from`: when the challenge period ends.
    struct Appeal {
        uint40 from;
        uint24 seedDelay;
        uint24 draw;
        uint24 commit;
        uint24 reveal;
        uint8 size;
        uint64 challenger;
    }

    /// @dev Places on a panel are numbered from 0; in the sets, place 0 is bit 0. `size` is 0 until all seats are drawn.
    struct Panel {
        uint40 fee; // slot 0
        uint24 tries;
        uint8 drawn;
        uint8 size;
        uint16 revealed;
        uint16 recused;
        uint16 voided;
        uint120 scores; // eight bits for each place
        uint32[16] seats; // slots 1 and 2
        bytes32 seed; // slot 3, only while a draw is unfinished
        mapping(uint256 place => bytes32) commitments;
    }

    /// @dev Unix seconds. For a vote only `revealUntil` counts: until when it may decide.
    struct Times {
        uint256 seedAt;
        uint256 drawUntil;
        uint256 commitUntil;
        uint256 revealUntil;
    }

    /// @dev All reviews there are.
    struct Desk {
        mapping(uint256 contribution => Review) reviews;
        mapping(uint256 contribution => Appeal) appeals;
        /// The seat that the submitter had by itself when it handed work in under another's; else 0.
        mapping(uint256 contribution => uint64 seat) submitters;
        mapping(uint256 contribution => mapping(uint256 round => Panel)) panels;
        mapping(uint64 seat => ReviewerRecord.Record) records;
        /// The last epoch in which a seat challenged.
        mapping(uint64 seat => uint256 epoch) challengedIn;
    }

    error ReviewStageWrong(uint256 contribution, Stage stage);
    error DrawTooEarly(uint256 contribution, uint256 from);
    error DrawClosed(uint256 contribution, uint256 until);
    error NotOnPanel(uint256 contribution, uint64 seat);
    error CommitClosed(uint256 contribution, uint256 until);
    error CommitmentEmpty(uint256 contribution);
    error AlreadyCommitted(uint256 contribution, uint64 seat);
    error NotCommitted(uint256 contribution, uint64 seat);
    error RevealTooEarly(uint256 contribution, uint256 until);
    error RevealClosed(uint256 contribution, uint256 until);
    error AlreadyRevealed(uint256 contribution, uint64 seat);
    error CommitmentMismatch(uint256 contribution, uint64 seat);
    error AlreadyRecused(uint256 contribution, uint64 seat);
    error AlreadyVoid(uint256 contribution, uint64 seat);
    error NotLeafOfSeat(uint64 seat, address author);
    error TallyTooEarly(uint256 contribution, uint256 until);
    error NotExpired(uint256 contribution, uint256 until);
    error DecisionClosed(uint256 contribution, uint256 until);
    error ChallengeClosed(uint256 contribution, uint256 until);
    error AlreadyChallenged(uint256 contribution);
    error ChallengeUsed(uint64 seat, uint256 next);
    error SettleTooEarly(uint256 contribution, uint256 from);

    event PanelDrawn(uint256 indexed contribution, uint256 indexed round, bytes32 seed, uint64[] seats);
    /// @dev A draw that another call goes on with.
    event DrawContinues(uint256 indexed contribution, uint256 indexed round, bytes32 seed, uint256 tries);
    event ScoreCommitted(uint256 indexed contribution, uint256 indexed round, uint64 indexed seat, bytes32 commitment);
    event ScoreRevealed(
        uint256 indexed contribution,
        uint256 indexed round,
        uint64 indexed seat,
        uint256 score,
        bytes32 salt
    );
    event ReviewerRecused(uint256 indexed contribution, uint256 indexed round, uint64 indexed seat);
    event ReviewerVoided(uint256 indexed contribution, uint256 indexed round, uint64 indexed seat, uint256 leaf);
    /// @dev `weights` by place on the panel, 0 for who doesn't count, a void voice's for its score of 0; empty if too few
    /// count.
    event PanelTallied(uint256 indexed contribution, uint256 indexed round, uint256 score, uint256[] weights);
    event ReviewOpened(
        uint256 indexed contribution,
        SignedSubmissions.Kind indexed kind,
        Stage stage,
        uint256 size,
        ReviewerPool.Frozen pool,
        Times times
    );
    event VerdictChallenged(uint256 indexed contribution, uint64 indexed seat, Stage stage, uint256 size, Times times);
    event VoteDecided(uint256 indexed contribution, uint256 indexed round, uint256 score);
    event RoundExpired(uint256 indexed contribution, uint256 indexed round, uint256 score);
    event ReviewSettled(uint256 indexed contribution, uint256 score, bool gold);
    event ReviewerSettled(uint256 indexed contribution, uint256 indexed round, uint64 indexed seat, uint256 units);
}
