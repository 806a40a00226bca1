// Contracts with one dangerous pattern each, and ones that only look like it.
export const head = "// SPDX-License-Identifier: Apache-2.0\n";

/** By pattern: the body of a contract that has it. */
export const planted: Readonly<Record<string, string>> = {
  "tx.origin": "function f() external view returns (bool) { return tx.origin == msg.sender; }",
  delegatecall: "function f(address a) external { (bool ok, ) = a.delegatecall(''); require(ok); }",
  selfdestruct: "function f() external { selfdestruct(payable(msg.sender)); }",
  "chance from the block":
    "function f(uint256 n) external view returns (uint256) { return uint256(keccak256(abi.encode(block.timestamp, n))) ; }",
  unchecked: "function f(uint256 a) external pure returns (uint256) { unchecked { return a + 1; } }",
  assembly: "function f() external view returns (uint256 a) { assembly { a := gaslimit() } }",
  "transfer or send": "function f() external { payable(msg.sender).transfer(1); }",
  ecrecover: "function f(bytes32 h) external pure returns (address) { return ecrecover(h, 27, h, h); }",
  "packed hash of two dynamic parts":
    "function f(string calldata a, bytes calldata b) external pure returns (bytes32) { return keccak256(abi.encodePacked(a, b)); }",
  "token call without SafeERC20": "function f(IToken t) external { t.transfer(msg.sender, 1); }",
  "low-level call": "function f(address a) external returns (bool ok) { (ok, ) = a.call(''); }",
  "loop over storage without a bound":
    "uint256[] private list; function f() external view returns (uint256 s) { for (uint256 i = 0; i < list.length; ++i) s += list[i]; }",
  "msg.value in a loop":
    "uint256 private sum; function f(uint256 n) external payable { for (uint256 i = 0; i < n; ++i) sum += msg.value; }",
  "setter for everyone": "uint256 public rule; function setRule(uint256 r) external { rule = r; }",
};

/** Further ways to the same. */
export const variants: readonly [pattern: string, body: string][] = [
  ["chance from the block", "function f() external view returns (uint256) { return block.prevrandao; }"],
  ["chance from the block", "function f() external view returns (uint256) { return block.timestamp % 6; }"],
  ["chance from the block", "function f() external view returns (bytes32) { return blockhash(block.number - 1); }"],
  ["transfer or send", "function f() external returns (bool) { return payable(msg.sender).send(1); }"],
  ["token call without SafeERC20", "function f(IToken t) external { t.approve(msg.sender, 1); }"],
  ["low-level call", "function f(address a) external view returns (bool ok) { (ok, ) = a.staticcall(''); }"],
  [
    "loop over storage without a bound",
    "uint256[] private l; function f() external { uint256[] storage m = l; while (m.length > 0) m.pop(); }",
  ],
];

/** What looks like one of them, and isn't. */
export const harmless: readonly string[] = [
  "function f(uint256 a) external view returns (uint256) { return block.timestamp / 30 days + a; }",
  "function f(bytes calldata b, uint64 n) external pure returns (bytes32) { return keccak256(abi.encodePacked(n, b)); }",
  "function f(string calldata a, string calldata b) external pure returns (bytes32) { return keccak256(abi.encode(a, b)); }",
  "function f(uint256[] calldata l) external pure returns (uint256 s) { for (uint256 i = 0; i < l.length; ++i) s += l[i]; }",
  "modifier restricted() { _; } uint256 public rule; function setRule(uint256 r) external restricted { rule = r; }",
  "uint256 private rule; function setRule(uint256 r) internal { rule = r; }",
  "function settle(uint256 a) external pure returns (uint256) { return a; }",
  "function f(IToken t) external view returns (uint256) { return t.balanceOf(msg.sender); }",
];
