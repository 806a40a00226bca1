; T4 A collection is covered, and keeps what the others are owed within what is there.
; Solidity: contracts/treasury/RevenueShares.sol | return (scaled >> 64, uint64(scaled));
; Assumes: what stands in shares-5, which a new era keeps, too: it only forgets what was carried.
; Fault: a collection rounds up | (div (due units went fraction) two64) => (div (+ (due units went fraction) (- two64 1)) two64)
(declare-const owed Int)
(declare-const there Int)
(declare-const carried Int)
(declare-const units Int)
(declare-const went Int)
(declare-const fraction0 Int)
(assert (and (<= 0 units) (<= 0 went) (<= 0 fraction0) (< fraction0 two64) (<= 0 carried)))
; One holder's part of what all are owed.
(assert (<= (due units went fraction0) owed))
(assert (<= (+ owed (* carried two16)) (* there two64)))
(define-fun paid () Int (earned units went fraction0))
(define-fun owed_ () Int (+ (- owed (due units went fraction0)) (fraction units went fraction0)))
(assert (not (and (<= paid there) (<= 0 owed_) (<= (+ owed_ (* carried two16)) (* (- there paid) two64)))))
