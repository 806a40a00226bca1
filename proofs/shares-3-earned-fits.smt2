; T4 Nothing in what a holder earned is cut off.
; Solidity: contracts/treasury/RevenueShares.sol | uint256 scaled = units * (to - from) + fraction;
; Solidity: contracts/treasury/RevenueShares.sol | return (scaled >> 64, uint64(scaled));
; Assumes: units are below 2^80, an index below 2^160, a fraction below 2^64.
; Fault: an index of 177 bits | (< went two160) => (< went (* two160 131072))
(declare-const units Int)
(declare-const went Int)
(declare-const fraction0 Int)
(assert (and (<= 0 units) (< units two80) (<= 0 went) (< went two160) (<= 0 fraction0) (< fraction0 two64)))
(assert (not (< (due units went fraction0) two256)))
