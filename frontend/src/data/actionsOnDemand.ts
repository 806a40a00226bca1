// What is only asked once somebody does something: fetched then.
export {
  getCode,
  getTransaction,
  getTransactionReceipt,
  simulateContract,
  waitForTransactionReceipt,
} from "viem/actions";
