; T4 Nothing in a distribution is cut off: neither what is divided, nor what is carried.
; Solidity: contracts/treasury/RevenueShares.sol | pool.carried = uint64((scaled % units) >> CARRY_BITS);
; Solidity: contracts/treasury/RevenueShares.sol | if (next > type(uint160).max) return false;
; Assumes: units are below 2^80, and what is shared at once below 2^191 base units. What is parked may be up to 2^208: it takes
; 2^63 payments of 2^128 to come to more than is assumed.
; Fault: units of 81 bits | (< units two80) => (< units (* 4 two80))
; Fault: money of 192 bits | (< amount two191) => (< amount (* 2 two191))
(declare-const amount Int)
(declare-const carried Int)
(declare-const units Int)
(declare-const index Int)
(assert (and (<= 0 amount) (< amount two191) (<= 0 carried) (< carried two64) (< 0 units) (< units two80)))
(assert (and (<= 0 index) (< index two160)))
(assert (not (and (< (scaled amount carried) two256) (< (carry amount carried units) two64)
  (< (+ index (rise amount carried units)) two256))))
