// What is only asked once somebody does something: fetched then.
export { simulateContract, verifyTypedData, waitForTransactionReceipt } from "viem/actions";
