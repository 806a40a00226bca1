; T11 Nobody gets more than the exact share of what came in during an era.
; Solidity: contracts/treasury/RevenueShares.sol | uint256 scaled = (amount << 64) + (opensEra ? 0 : uint256(pool.carried) << CARRY_BITS);
; Assumes: over an era, rise x units is at most what came in, in 2^-64 of a base unit: shares-1, summed. An exact share is
; in x mine / units; both sides are multiplied by the units, so that nothing is rounded.
; Fault: the carry of the era before is shared too | (<= (* units rise_) in) => (<= (* units rise_) (+ in (* units two16)))
(declare-const in Int)
(declare-const units Int)
(declare-const mine Int)
(declare-const rise_ Int)
(assert (and (< 0 units) (< units two80) (<= 0 mine) (<= mine units) (<= 0 rise_)))
(assert (<= (* units rise_) in))
(assert (not (<= (* units (* mine rise_)) (* in mine))))
