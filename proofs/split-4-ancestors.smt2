; T9 What a direct ancestor passes on to its own is never more than its part, and all of its part goes to somebody.
; Solidity: contracts/models/Lineage.sol | uint16 part = uint16((uint256(direct.bps) * bps) / BPS);
; Solidity: contracts/models/Lineage.sol | kept -= part;
; Assumes: one step of an induction over the ancestor's list. `passed` are the parts of it before this one, `bps` this one's;
; all together at most 4,000. At the beginning `passed` is 0 and `kept` is `direct`.
; Fault: a part rounds up | (div (* amount bps) 10000) => (div (+ (* amount bps) 9999) 10000)
; Fault: a list above 10,000 | (<= (+ passed bps) 4000) => (<= (+ passed bps) 20000)
(declare-const direct Int)
(declare-const kept Int)
(declare-const passed Int)
(declare-const bps Int)
(assert (and (<= 0 direct) (<= direct 4000) (<= 0 passed) (<= 0 bps) (<= (+ passed bps) 4000)))
(assert (<= (* direct (- 10000 passed)) (* 10000 kept)))
(define-fun kept_ () Int (- kept (part direct bps)))
(assert (not (and (<= 0 kept_) (<= (* direct (- 10000 (+ passed bps))) (* 10000 kept_)))))
