; The arithmetic of the contracts as integers: what each function below computes is what the Solidity beside it computes,
; as long as nothing overflows, which the statements prove too. test/proofs holds every one of them against the contracts,
; on random and boundary values.

(define-fun two16 () Int 65536)
(define-fun two48 () Int 281474976710656)
(define-fun two64 () Int 18446744073709551616)
(define-fun two80 () Int 1208925819614629174706176)
(define-fun two128 () Int 340282366920938463463374607431768211456)
(define-fun two160 () Int 1461501637330902918203684832716283019655932542976)
(define-fun two191 () Int 3138550867693340381917894711603833208051177722232017256448)
(define-fun two256 () Int 115792089237316195423570985008687907853269984665640564039457584007913129639936)

; RevenueShares._share: what is divided, how much the index rises, what the division leaves, and how much of it is kept.
(define-fun scaled ((amount Int) (carried Int)) Int (+ (* amount two64) (* carried two16)))
(define-fun rise ((amount Int) (carried Int) (units Int)) Int (div (scaled amount carried) units))
(define-fun left ((amount Int) (carried Int) (units Int)) Int (mod (scaled amount carried) units))
(define-fun carry ((amount Int) (carried Int) (units Int)) Int (div (left amount carried units) two16))

; RevenueShares.earned, by how far the index went: base units, and the fraction below one, in 2^-64.
(define-fun due ((units Int) (went Int) (fraction Int)) Int (+ (* units went) fraction))
(define-fun earned ((units Int) (went Int) (fraction Int)) Int (div (due units went fraction) two64))
(define-fun fraction ((units Int) (went Int) (fraction_ Int)) Int (mod (due units went fraction_) two64))

; Treasury._split, and a slice of {settle}: a part in 1/10,000, rounded down.
(define-fun part ((amount Int) (bps Int)) Int (div (* amount bps) 10000))
(define-fun rest ((amount Int) (first Int) (second Int)) Int (- (- amount (part amount first)) (part amount second)))
