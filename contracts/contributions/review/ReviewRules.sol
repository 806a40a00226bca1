// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title ReviewRules
/// @notice How large panels are, how long each step of a round takes, and what reviewers are paid; within bounds that no
/// vote can leave. A round keeps the rules with which it opened.
abstract contract ReviewRules {
    /// @dev One slot. Times in seconds.
    struct Rules {
        /// Seats of a first panel.
        uint8 panelSize;
        /// From the opening of a round to the time of its seed.
        uint24 seedDelay;
        /// How long a panel may be drawn, from its seed on.
        uint24 draw;
        uint24 commit;
        uint24 reveal;
        /// How long a vote may judge where no panel can.
        uint24 decision;
        /// Declared units for one review, at most.
        uint40 fee;
        /// Declared units for reviews of a model that has accepted nothing yet; once for each model.
        uint48 founding;
    }

    uint8 public constant MIN_PANEL = 3;
    uint8 public constant MAX_PANEL = 7;
    uint24 public constant MIN_STEP = 1 minutes;
    uint24 public constant MAX_STEP = 60 days;

    error ReviewRulesOutOfBounds();

    event ReviewRulesSet(Rules rules);

    Rules internal _rules;

    /// @notice The rules for rounds that open now.
    function rules() external view returns (Rules memory) {
        return _rules;
    }

    function _setRules(Rules memory rules_) internal {
        bool fits =
            rules_.panelSize >= MIN_PANEL &&
                rules_.panelSize <= MAX_PANEL &&
                _isStep(rules_.seedDelay) &&
                _isStep(rules_.draw) &&
                _isStep(rules_.commit) &&
                _isStep(rules_.reveal) &&
                _isStep(rules_.decision);
        if (!fits) revert ReviewRulesOutOfBounds();
        _rules = rules_;
        emit ReviewRulesSet(rules_);
    }

    function _isStep(uint24 step) private pure returns (bool) {
        return step >= MIN_STEP && step <= MAX_STEP;
    }
}
