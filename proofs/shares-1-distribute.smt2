; T4 A distribution gives out no more than came in and was carried, and loses less than 2^-48 of a base unit.
; Solidity: contracts/treasury/RevenueShares.sol | uint256 scaled = (amount << 64) + (opensEra ? 0 : uint256(pool.carried) << CARRY_BITS);
; Solidity: contracts/treasury/RevenueShares.sol | uint256 next = index + scaled / units;
; Solidity: contracts/treasury/RevenueShares.sol | pool.carried = uint64((scaled % units) >> CARRY_BITS);
; Assumes: units are below 2^80. The unit of both sides is 2^-64 of a base unit.
; Fault: the division rounds up | (div (scaled amount carried) units) => (+ 1 (div (scaled amount carried) units))
; Fault: what is left is kept twice | (div (left amount carried units) two16) => (* 2 (div (left amount carried units) two16))
(declare-const amount Int)
(declare-const carried Int)
(declare-const units Int)
(assert (and (<= 0 amount) (< amount two191) (<= 0 carried) (< carried two64) (< 0 units) (< units two80)))
(define-fun out () Int (+ (* units (rise amount carried units)) (* two16 (carry amount carried units))))
(define-fun in () Int (scaled amount carried))
(assert (not (and (<= out in) (< (- in two16) out))))
