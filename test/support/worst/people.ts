// The dearest calls about seats and voices.
import { Signature } from "ethers";
import { FOUNDERS_PER_STEP } from "../../../deploy/modules/Commons.ts";
import { addressOf, asAccount, asCommons, type Commons, ethers, founder, outsider } from "../commons.ts";
import { moveLostSeat, renewSeat, untilExpirable, untilGraceIsOver, untilRecoverable } from "../lapses.ts";
import { askToMove, attest, consentTo, credentialFor, enrol, moveSeat, NEVER, person, vetoOf } from "../seats.ts";
import { someAccount } from "../work.ts";
import type { Table } from "./table.ts";

const nullifierOf = ({ genesis }: Commons, seat: bigint) => genesis.founders[Number(seat) - 1]?.nullifier ?? "";
const voted = async (commons: Commons) => commons.members.connect(await asCommons(commons));
const unseat = async (commons: Commons, ...seats: bigint[]) => (await voted(commons)).unseat(seats);

/** A credential of a founder's seat for an account, with what both sign. */
async function newer(commons: Commons, seat: bigint, account: ReturnType<typeof outsider>) {
  const { serial } = await commons.members.seatAt(seat);
  const credential = await credentialFor(commons, account, {
    nullifier: nullifierOf(commons, seat),
    serial: serial + 1n,
  });
  const consent = await consentTo(commons, credential, NEVER, { by: account });
  return { credential, signature: await attest(commons, credential), consent };
}

/** A registry of members with an access manager of its own, whose genesis is open. */
async function openRegistry({ deployer, issuer }: Commons) {
  const manager = await ethers.deployContract("AccessManager", [deployer]);
  const periods = { rebind: 3_600, recovery: 3_600, lapse: 3_600, grace: 3_600 };
  const members = await ethers.deployContract("MemberRegistry", [manager, periods]);
  await members.setIssuer(issuer, true, 1_000, 1_000);
  return members;
}

export const members: Table = {
  "found((address,bytes32,address,uint48)[])": async (commons) => {
    const registry = await openRegistry(commons);
    const founders = Array.from({ length: FOUNDERS_PER_STEP }, (_, i) => ({
      issuer: commons.issuer.address,
      nullifier: person(`founder ${i}`),
      account: someAccount(),
      expiry: NEVER,
    }));
    return registry.found(founders);
  },
  "closeGenesis()": async (commons) => (await openRegistry(commons)).closeGenesis(),
  // A person whose seat lapsed for good begins anew at another wallet: the old seat is closed on the way.
  "enrol((address,bytes32,address,uint48,uint48),bytes)": async (commons) => {
    await unseat(commons, 2n);
    await untilGraceIsOver(commons, 2n);
    const { credential, signature } = await newer(commons, 2n, outsider(commons, 0));
    return commons.members.connect(outsider(commons, 0)).enrol(credential, signature);
  },
  "enrolBySig((address,bytes32,address,uint48,uint48),bytes,uint256,bytes)": async (commons) => {
    const account = outsider(commons, 0);
    const credential = await credentialFor(commons, account, { nullifier: person("somebody") });
    const consent = await consentTo(commons, credential, NEVER, { by: account });
    return commons.members.enrolBySig(credential, await attest(commons, credential), NEVER, consent);
  },
  // Reopened after its grace, with a move pending.
  "renew((address,bytes32,address,uint48,uint48),bytes)": async (commons) => {
    await unseat(commons, 2n);
    await untilGraceIsOver(commons, 2n);
    await askToMove(commons, outsider(commons, 1), nullifierOf(commons, 2n));
    return renewSeat(commons, founder(commons, 2), nullifierOf(commons, 2n));
  },
  "renewBySig((address,bytes32,address,uint48,uint48),bytes,uint256,bytes)": async (commons) => {
    await unseat(commons, 2n);
    await untilGraceIsOver(commons, 2n);
    await askToMove(commons, outsider(commons, 1), nullifierOf(commons, 2n));
    const { credential, signature, consent } = await newer(commons, 2n, founder(commons, 2));
    return commons.members.renewBySig(credential, signature, NEVER, consent);
  },
  "rebind((address,bytes32,address,uint48,uint48),bytes)": (commons) =>
    askToMove(commons, outsider(commons, 0), nullifierOf(commons, 2n)),
  // By the present wallet, so that it moves at once.
  "rebindBySig((address,bytes32,address,uint48,uint48),bytes,uint256,bytes)": (commons) =>
    moveSeat(commons, founder(commons, 2), outsider(commons, 0), nullifierOf(commons, 2n)),
  // Of a seat that lapsed for good.
  "completeRebind(uint64)": async (commons) => {
    await unseat(commons, 2n);
    await untilGraceIsOver(commons, 2n);
    return moveLostSeat(commons, outsider(commons, 0), nullifierOf(commons, 2n));
  },
  "vetoRebind(uint64)": async (commons) => {
    await askToMove(commons, outsider(commons, 0), nullifierOf(commons, 2n));
    return commons.members.connect(founder(commons, 2)).vetoRebind(2n);
  },
  "vetoRebindBySig(uint64,uint256,bytes)": async (commons) => {
    await askToMove(commons, outsider(commons, 0), nullifierOf(commons, 2n));
    const { serial } = await commons.members.seatAt(2n);
    const veto = await vetoOf(commons, { seat: 2n, serial, deadline: NEVER }, { by: founder(commons, 2) });
    return commons.members.vetoRebindBySig(2n, NEVER, veto);
  },
  "vetoRecovery()": async (commons) => {
    await moveLostSeat(commons, outsider(commons, 0), nullifierOf(commons, 2n));
    return commons.members.connect(founder(commons, 2)).vetoRecovery();
  },
  "expire(uint64)": async (commons) => {
    await untilExpirable(commons, 2n);
    return commons.members.expire(2n);
  },
  "close(uint64)": async (commons) => {
    await unseat(commons, 2n);
    await untilGraceIsOver(commons, 2n);
    return commons.members.close(2n);
  },
  "revoke(uint64)": async (commons) => {
    await askToMove(commons, outsider(commons, 0), nullifierOf(commons, 2n));
    return commons.members.connect(commons.issuer).revoke(2n);
  },
  // Forty seats at once.
  "unseat(uint64[])": async (commons) => {
    const registry = await openRegistry(commons);
    const founders = Array.from({ length: FOUNDERS_PER_STEP }, (_, i) => ({
      issuer: commons.issuer.address,
      nullifier: person(`founder ${i}`),
      account: someAccount(),
      expiry: NEVER,
    }));
    await registry.found(founders);
    return registry.unseat(founders.map((_, i) => i + 1));
  },
  "sponsor(address)": ({ members, ...commons }) => members.connect(founder(commons, 1)).sponsor(outsider(commons, 0)),
  "unsponsor(address)": async ({ members, ...commons }) => {
    await members.connect(founder(commons, 1)).sponsor(outsider(commons, 0));
    return members.connect(founder(commons, 1)).unsponsor(outsider(commons, 0));
  },
  "setIssuer(address,bool,uint32,uint32)": async (commons) =>
    (await voted(commons)).setIssuer(someAccount(), true, 9, 9),
  "setPeriods((uint40,uint40,uint40,uint40))": async (commons) =>
    (await voted(commons)).setPeriods({ rebind: 60, recovery: 60, lapse: 60, grace: 60 }),
  "setAuthority(address)": async ({ members, accessManager }) =>
    members.connect(await asAccount(await addressOf(accessManager))).setAuthority(accessManager),
};

const holder = (commons: Commons) => commons.token.connect(founder(commons, 1));
const tokenDomain = async ({ deployment, token }: Commons) => ({
  name: "Commonmind Contribution",
  version: "1",
  chainId: deployment.chainId,
  verifyingContract: await addressOf(token),
});
const fields = (list: Record<string, string>) => Object.entries(list).map(([name, type]) => ({ name, type }));

export const token: Table = {
  // To somebody who holds nothing yet, and counts for itself from then on.
  "mint(address,uint256)": async ({ token, contributions }) =>
    token.connect(await asAccount(await addressOf(contributions))).mint(someAccount(), 10n ** 18n),
  "burn(address,uint256)": async ({ token, contributions, founders: [holder] }) =>
    token.connect(await asAccount(await addressOf(contributions))).burn(holder?.address ?? "", 1n),
  "reserve(uint256)": async ({ token, contributions }) =>
    token.connect(await asAccount(await addressOf(contributions))).reserve(10n ** 30n),
  // To a wallet that holds nothing yet.
  "recover(address)": async (commons) => {
    const lost = founder(commons, 2);
    await moveLostSeat(commons, outsider(commons, 0), nullifierOf(commons, 2n));
    await untilRecoverable(commons, lost);
    return commons.token.recover(lost);
  },
  "transfer(address,uint256)": async (commons) => {
    await commons.token.connect(await asCommons(commons)).openTransfers();
    return holder(commons).transfer(someAccount(), 1n);
  },
  "transferFrom(address,address,uint256)": async (commons) => {
    await commons.token.connect(await asCommons(commons)).openTransfers();
    await holder(commons).approve(outsider(commons, 0), 2n);
    return commons.token.connect(outsider(commons, 0)).transferFrom(founder(commons, 1), someAccount(), 1n);
  },
  "approve(address,uint256)": (commons) => holder(commons).approve(outsider(commons, 0), 1n),
  "delegate(address)": (commons) => holder(commons).delegate(someAccount()),
  "delegateBySig(address,uint256,uint256,uint8,bytes32,bytes32)": async (commons) => {
    const delegatee = someAccount();
    const types = { Delegation: fields({ delegatee: "address", nonce: "uint256", expiry: "uint256" }) };
    const message = { delegatee, nonce: 0n, expiry: NEVER };
    const signed = await founder(commons, 1).signTypedData(await tokenDomain(commons), types, message);
    const { v, r, s } = Signature.from(signed);
    return commons.token.delegateBySig(delegatee, 0n, NEVER, v, r, s);
  },
  "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)": async (commons) => {
    const [owner, spender] = [founder(commons, 1), someAccount()];
    const permit = { owner: "address", spender: "address", value: "uint256", nonce: "uint256", deadline: "uint256" };
    const message = { owner: owner.address, spender, value: 1n, nonce: 0n, deadline: NEVER };
    const signed = await owner.signTypedData(await tokenDomain(commons), { Permit: fields(permit) }, message);
    const { v, r, s } = Signature.from(signed);
    return commons.token.permit(owner, spender, 1n, NEVER, v, r, s);
  },
  "addMinter(address)": async (commons) => commons.token.connect(await asCommons(commons)).addMinter(someAccount()),
  "openTransfers()": async (commons) => commons.token.connect(await asCommons(commons)).openTransfers(),
  "setMintCap(uint128)": async (commons) => commons.token.connect(await asCommons(commons)).setMintCap(5n),
  "setAuthority(address)": async ({ token, accessManager }) =>
    token.connect(await asAccount(await addressOf(accessManager))).setAuthority(accessManager),
};

/** Seats beside the founders', of accounts that nobody has the key of. */
export async function seatMany(commons: Commons, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const wallet = ethers.Wallet.createRandom();
    const account = await asAccount(wallet.address);
    await enrol(commons, account);
  }
}
