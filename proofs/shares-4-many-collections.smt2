; T7 Two collections pay what one would, and leave the same fraction; by induction so do any number.
; Solidity: contracts/treasury/RevenueShares.sol | uint256 scaled = units * (to - from) + fraction;
; Solidity: contracts/treasury/RevenueShares.sol | return (scaled >> 64, uint64(scaled));
; Fault: the fraction is forgotten | (mod (due units went fraction_) two64) => 0
; Fault: a collection rounds up | (div (due units went fraction) two64) => (div (+ (due units went fraction) (- two64 1)) two64)
(declare-const units Int)
(declare-const first Int)
(declare-const second Int)
(declare-const fraction0 Int)
(assert (and (<= 0 units) (<= 0 first) (<= 0 second) (<= 0 fraction0) (< fraction0 two64)))
(define-fun between () Int (fraction units first fraction0))
(assert (not (and
  (= (+ (earned units first fraction0) (earned units second between)) (earned units (+ first second) fraction0))
  (= (fraction units second between) (fraction units (+ first second) fraction0)))))
