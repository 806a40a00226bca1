// What is only asked once somebody does something: fetched then.
export { getCode, simulateContract, waitForTransactionReceipt } from "viem/actions";
