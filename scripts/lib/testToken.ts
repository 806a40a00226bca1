import { parseAbi } from "viem";

/** What the play money of local chains adds to an ERC-20: anyone mints. */
export const testTokenAbi = parseAbi(["function mint(address to, uint256 amount)"]);
