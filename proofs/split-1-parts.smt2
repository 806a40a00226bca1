; T3 The parts of a split add up to what is split, none is negative, and each is its share within rounding.
; Solidity: contracts/treasury/Treasury.sol | contributors = (amount * shares.contributors) / BPS;
; Solidity: contracts/treasury/Treasury.sol | members = (amount * shares.dividend) / BPS;
; Solidity: contracts/treasury/Treasury.sol | reserve = amount - contributors - members;
; Solidity: contracts/treasury/Treasury.sol | uint256(shares.contributors) + shares.dividend + shares.reserve != BPS ||
; Fault: a part rounds up | (div (* amount bps) 10000) => (div (+ (* amount bps) 9999) 10000)
; Fault: shares above 10,000 | (= 10000 (+ first second third)) => (= 10001 (+ first second third))
(declare-const amount Int)
(declare-const first Int)
(declare-const second Int)
(declare-const third Int)
(assert (and (<= 0 amount) (< amount two128) (<= 0 first) (<= 0 second) (<= 0 third)))
(assert (= 10000 (+ first second third)))
(define-fun reserve () Int (rest amount first second))
(assert (not (and
  (= amount (+ (part amount first) (part amount second) reserve))
  (<= (* 10000 (part amount first)) (* amount first))
  (<= (* 10000 (part amount second)) (* amount second))
  (<= (* amount third) (* 10000 reserve))
  (< (* 10000 reserve) (+ (* amount third) 20000)))))
