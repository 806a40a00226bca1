; C1 Two proofs that meet in one node, from the left and from the right, agree about its sum, which is that of both sides.
; Solidity: contracts/contributions/ManifestTree.sol | ? hashNode(domain_, hash, total, siblingHash, siblingSum)
; Solidity: contracts/contributions/ManifestTree.sol | : hashNode(domain_, siblingHash, siblingSum, hash, total);
; Assumes: nobody finds two preimages of one hash: a node's hash determines what went into it. Fields have fixed widths.
; Fault: the hash leaves out the sums | (= (leftSum (node lh ls rh rs)) ls) => true
; Fault: the sibling's sum is taken for the total | (+ mineL siblingL) => siblingL
(declare-sort Hash 0)
(declare-fun node (Hash Int Hash Int) Hash)
(declare-fun leftHash (Hash) Hash)
(declare-fun leftSum (Hash) Int)
(declare-fun rightHash (Hash) Hash)
(declare-fun rightSum (Hash) Int)
(define-fun injective ((lh Hash) (ls Int) (rh Hash) (rs Int)) Bool
  (and (= (leftHash (node lh ls rh rs)) lh) (= (leftSum (node lh ls rh rs)) ls)
       (= (rightHash (node lh ls rh rs)) rh) (= (rightSum (node lh ls rh rs)) rs)))
; A proof through the left child brings (hashL, mineL) and names (siblingHashL, siblingL); the other one likewise.
(declare-const hashL Hash)
(declare-const mineL Int)
(declare-const siblingHashL Hash)
(declare-const siblingL Int)
(declare-const hashR Hash)
(declare-const mineR Int)
(declare-const siblingHashR Hash)
(declare-const siblingR Int)
(assert (injective hashL mineL siblingHashL siblingL))
(assert (injective siblingHashR siblingR hashR mineR))
(assert (= (node hashL mineL siblingHashL siblingL) (node siblingHashR siblingR hashR mineR)))
(define-fun sumL () Int (+ mineL siblingL))
(define-fun sumR () Int (+ siblingR mineR))
(assert (not (and (= sumL sumR) (= sumL (+ mineL mineR)))))
