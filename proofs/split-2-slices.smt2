; T9 However many slices go upstream, what remains is at least the share that was not promised to anybody.
; Solidity: contracts/treasury/Treasury.sol | uint256 slice = (received * upstream[i].bps) / BPS;
; Solidity: contracts/models/Lineage.sol | if (total > MAX_BPS) revert UpstreamTooLarge(total, MAX_BPS);
; Assumes: one step of an induction over the slices. `promised` are the parts of all slices before this one, `bps` this
; one's; together with those to come at most 4,000. At the beginning `promised` is 0 and `remains` what was received.
; Fault: a slice rounds up | (div (* amount bps) 10000) => (div (+ (* amount bps) 9999) 10000)
; Fault: parts above 10,000 | (<= (+ promised bps) 4000) => (<= (+ promised bps) 10001)
(declare-const received Int)
(declare-const remains Int)
(declare-const promised Int)
(declare-const bps Int)
(assert (and (<= 0 received) (< received two128) (<= 0 promised) (<= 0 bps) (<= (+ promised bps) 4000)))
(assert (<= (* received (- 10000 promised)) (* 10000 remains)))
(define-fun remains_ () Int (- remains (part received bps)))
(assert (not (and
  (<= 0 remains_)
  (<= (* received (- 10000 (+ promised bps))) (* 10000 remains_))
  (<= (* 6000 received) (* 10000 remains_)))))
