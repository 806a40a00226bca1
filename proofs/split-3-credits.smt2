; T3 What contributors and members get of all slices and the rest never exceeds what was received: the reserve is not negative.
; Solidity: contracts/treasury/Treasury.sol | _books[asset].reserve += (received - contributors - members).toUint128();
; Assumes: one step of an induction over the slices. `sliced` is what they took so far, `given` what was credited of it.
; Fault: a part rounds up | (div (* amount bps) 10000) => (div (+ (* amount bps) 9999) 10000)
(declare-const sliced Int)
(declare-const given Int)
(declare-const slice Int)
(declare-const first Int)
(declare-const second Int)
(assert (and (<= 0 slice) (<= 0 first) (<= 0 second) (<= (+ first second) 10000)))
(assert (<= given sliced))
(define-fun given_ () Int (+ given (part slice first) (part slice second)))
(assert (not (<= given_ (+ sliced slice))))
