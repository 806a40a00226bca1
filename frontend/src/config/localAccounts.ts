// Accounts of the local chain that have a part in the dApp. Their keys are public: whatever they hold is play money.

export const LOCAL_MNEMONIC = "test test test test test test test test test test test junk";

/** Which of the mnemonic's accounts is whose. Founders of deploy/genesis/local.json are among them. */
export const localAccounts = {
  /** Pays the fees of personas that have nothing. */
  faucet: 0,
  holder: 1,
  reviewer: 2,
  /** Vouches for whoever asks. */
  issuer: 9,
  /** Pays for what the relay carries. */
  relay: 11,
  newcomer: 12,
} as const;
