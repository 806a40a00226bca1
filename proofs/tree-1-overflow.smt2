; C1 A sum of two nodes has wrapped exactly when it is below the sibling's; so no sum that is accepted has wrapped.
; Solidity: contracts/contributions/ManifestTree.sol | total += siblingSum;
; Solidity: contracts/contributions/ManifestTree.sol | if (total < siblingSum) revert ManifestSumOverflow();
; Assumes: nothing. Both are 64 bits wide, as in the contract.
; Fault: the check is for at most | (bvult wrapped sibling) => (bvule wrapped sibling)
; Fault: no check | (bvult wrapped sibling) => false
(declare-const total (_ BitVec 64))
(declare-const sibling (_ BitVec 64))
(define-fun wrapped () (_ BitVec 64) (bvadd total sibling))
(define-fun exact () (_ BitVec 65) (bvadd ((_ zero_extend 1) total) ((_ zero_extend 1) sibling)))
(assert (not (= (bvult wrapped sibling) (= #b1 ((_ extract 64 64) exact)))))
