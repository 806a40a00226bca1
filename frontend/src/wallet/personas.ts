// The one-click people of a local chain. Their keys are public knowledge: they hold play money only.

import { type Hex, keccak256, type LocalAccount, stringToBytes } from "viem";
import { LOCAL_MNEMONIC, localAccounts } from "../config/localAccounts.ts";
import { t } from "../i18n/i18n.ts";

/** The author with the most units in the story that `npm start` tells; `?author=` of the tests names another. */
const TOP_AUTHOR = "c_b3563e99dcb3";

export type Persona = {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly account: () => Promise<LocalAccount>;
};

const authorKey = (author: string): Hex => keccak256(stringToBytes(`commonmind.story.author:${author}`));
/** Signing is code that nobody needs who only reads: it is loaded with the first press. */
const signing = () => import("viem/accounts");
const fromMnemonic = (addressIndex: number) => async () =>
  (await signing()).mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex });

export function personas(author = TOP_AUTHOR): readonly Persona[] {
  return [
    {
      id: "contributor",
      name: t("Contributor"),
      about: t("Made much of Assistant. Has money to collect, a voice, and a seat."),
      account: async () => (await signing()).privateKeyToAccount(authorKey(author)),
    },
    {
      id: "holder",
      name: t("Holder"),
      about: t("A founding member, with a seat. Votes, may submit work, and collects a dividend."),
      account: fromMnemonic(localAccounts.holder),
    },
    {
      id: "reviewer",
      name: t("Reviewer"),
      about: t("A founding member like the others: may be drawn by lot to judge work of any kind."),
      account: fromMnemonic(localAccounts.reviewer),
    },
    {
      id: "newcomer",
      name: t("Newcomer"),
      about: t("Has nothing yet: no seat, no voice, no work."),
      account: fromMnemonic(localAccounts.newcomer),
    },
  ];
}

/** Pays the network's fees of personas that have nothing. */
export const faucet = fromMnemonic(localAccounts.faucet);
