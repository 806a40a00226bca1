; C1 If the leaves proved below each child are worth at most the child's sum, those below the node are worth at most its sum.
; Solidity: contracts/contributions/ManifestTree.sol | if (hash != root || total != sum) revert ManifestRootMismatch(hash, total);
; Assumes: one step of an induction from the leaves up; a leaf is worth its own units, once, for an index is one path of fixed
; length. A child of which nothing is proved has any sum that fits 64 bits; if both have proofs, tree-2 says what the node has.
; Fault: sums below zero | (<= 0 sumLeft) => (<= (- 1) sumLeft)
; Fault: one leaf proved on both sides | (<= provedRight sumRight) => (<= provedRight (+ sumRight 1))
(declare-const provedLeft Int)
(declare-const provedRight Int)
(declare-const sumLeft Int)
(declare-const sumRight Int)
(assert (and (<= 0 sumLeft) (<= 0 sumRight) (<= 0 provedLeft) (<= 0 provedRight)))
(assert (or (= provedLeft 0) (<= provedLeft sumLeft)))
(assert (or (= provedRight 0) (<= provedRight sumRight)))
(assert (not (<= (+ provedLeft provedRight) (+ sumLeft sumRight))))
