; T4 In an era of less than 2^64 units what stays with the pool is at most one base unit for each distribution and holder.
; Solidity: contracts/treasury/RevenueShares.sol | pool.carried = uint64((scaled % units) >> CARRY_BITS);
; Assumes: all units are held. After n distributions of an era, `given` is index x units and `in` what came in, both in 2^-64
; of a base unit: each step loses less than 2^16 of it (shares-1), and what is carried at last is lost with the era. Each
; holder keeps less than 2^64 as its fraction.
; Fault: the whole remainder is lost each time | (* n two16) => (* n (* 2 two64))
; Fault: units above 2^64 | (< left_ two64) => (< left_ (* 4 two64))
(declare-const in Int)
(declare-const given Int)
(declare-const n Int)
(declare-const left_ Int)
(declare-const holders Int)
(declare-const fractions Int)
(assert (and (<= 1 n) (< n two48) (<= 0 left_) (< left_ two64) (<= 1 holders)))
(assert (and (<= 0 fractions) (<= fractions (* holders (- two64 1)))))
(assert (<= in (+ given left_ (* n two16))))
(define-fun paid () Int (div (- given fractions) two64))
(assert (= 0 (mod (- given fractions) two64)))
(assert (= 0 (mod in two64)))
(assert (not (<= (- (div in two64) paid) (+ n holders))))
