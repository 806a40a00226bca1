; T4 A distribution keeps what all holders are owed, with what is carried, within what is there.
; Solidity: contracts/treasury/RevenueShares.sol | uint256 next = index + scaled / units;
; Solidity: contracts/treasury/RevenueShares.sol | pool.carried = uint64((scaled % units) >> CARRY_BITS);
; Assumes: the units of all holders together are at most those that are divided by (T5). `owed` is in 2^-64 of a base unit:
; what every holder could collect, with its fraction. True at the beginning, when all are 0.
; Fault: the division rounds up | (div (scaled amount carried) units) => (+ 1 (div (scaled amount carried) units))
; Fault: holders with more units than there are | (<= held units) => (<= held (+ units 1))
(declare-const owed Int)
(declare-const there Int)
(declare-const amount Int)
(declare-const carried Int)
(declare-const units Int)
(declare-const held Int)
(assert (and (<= 0 owed) (<= 0 amount) (<= 0 carried) (< carried two64) (< 0 units) (< units two80)))
(assert (and (<= 0 held) (<= held units)))
(assert (<= (+ owed (* carried two16)) (* there two64)))
(define-fun owed_ () Int (+ owed (* held (rise amount carried units))))
(assert (not (<= (+ owed_ (* two16 (carry amount carried units))) (* (+ there amount) two64))))
