import {
  type Credential,
  consentTypedData,
  credentialToJson,
  credentialTypedData,
  hashCredential,
  MalformedCredentialError,
  parseCredential,
  type SignedCredential,
  vetoTypedData,
} from "@commonmind/sdk";
import { expect } from "chai";
import { concat, encodeAbiParameters, type Hex, hashTypedData, keccak256, stringToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const chainId = 31337;
const registry = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const issuer = privateKeyToAccount(`0x${"11".repeat(32)}`);
const account = privateKeyToAccount(`0x${"22".repeat(32)}`);
const credential: Credential = {
  issuer: issuer.address,
  nullifier: keccak256(stringToHex("Ana")),
  account: account.address,
  serial: 1_700_000_000,
  expiry: 2 ** 48 - 1,
};

/** EIP-712 by hand, from the text of the standard. */
const typeHash = (text: string) => keccak256(stringToHex(text));
const words = (types: string[], values: readonly unknown[]) =>
  keccak256(
    encodeAbiParameters(
      types.map((type) => ({ type })),
      values,
    ),
  );
const domainSeparator = (chain: number) =>
  words(
    ["bytes32", "bytes32", "bytes32", "uint256", "address"],
    [
      typeHash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
      typeHash("Commonmind MemberRegistry"),
      typeHash("1"),
      BigInt(chain),
      registry,
    ],
  );
const digest = (struct: Hex, chain = chainId) => keccak256(concat(["0x1901", domainSeparator(chain), struct]));
const credentialStruct = words(
  ["bytes32", "address", "bytes32", "address", "uint48", "uint48"],
  [
    typeHash("Credential(address issuer,bytes32 nullifier,address account,uint48 serial,uint48 expiry)"),
    credential.issuer,
    credential.nullifier,
    credential.account,
    credential.serial,
    credential.expiry,
  ],
);

describe("Credentials in the sdk", () => {
  it("a credential is typed data as the standard encodes it, bound to chain and registry", () => {
    expect(hashCredential(credential)).to.equal(credentialStruct);
    expect(hashTypedData(credentialTypedData({ chainId, registry, credential }))).to.equal(digest(credentialStruct));
    expect(hashTypedData(credentialTypedData({ chainId: 1, registry, credential }))).to.equal(
      digest(credentialStruct, 1),
    );
  });

  it("a consent names the credential by its hash, and its deadline", () => {
    const struct = words(
      ["bytes32", "bytes32", "uint256"],
      [typeHash("Consent(bytes32 credential,uint256 deadline)"), credentialStruct, 5n],
    );
    expect(hashTypedData(consentTypedData({ chainId, registry, credential, deadline: 5n }))).to.equal(digest(struct));
  });

  it("a veto names the seat, the serial that asked, and its deadline", () => {
    const struct = words(
      ["bytes32", "uint64", "uint48", "uint256"],
      [typeHash("Veto(uint64 seat,uint48 serial,uint256 deadline)"), 8n, 7, 6n],
    );
    const data = vetoTypedData({ chainId, registry, seat: 8n, serial: 7, deadline: 6n });
    expect(hashTypedData(data)).to.equal(digest(struct));
  });

  describe("as JSON", () => {
    let signed: SignedCredential;
    before(async () => {
      const signature = await issuer.signTypedData(credentialTypedData({ chainId, registry, credential }));
      signed = { chainId, registry, credential, signature };
    });

    it("comes back as it went, with whole numbers as strings", () => {
      const json = credentialToJson(signed);
      expect([json.schema, json.chainId, json.credential.serial]).to.deep.equal([1, "31337", "1700000000"]);
      expect(parseCredential(JSON.stringify(json))).to.deep.equal(signed);
      // What is told beside it is nobody's business here.
      expect(parseCredential(JSON.stringify({ ...json, seat: null, acts: ["enrol"] }))).to.deep.equal(signed);
    });

    it("is refused in words where it is none", () => {
      const json = credentialToJson(signed);
      const cases: [unknown, string][] = [
        [[], "It is no object"],
        [{ ...json, schema: 2 }, "schema is not 1"],
        [{ ...json, chainId: 31337 }, "chainId is no whole number"],
        [{ ...json, registry: "0x12" }, "registry is no address"],
        [{ ...json, credential: null }, "credential is no object"],
        [{ ...json, credential: { ...json.credential, serial: "-1" } }, "credential.serial"],
        [{ ...json, credential: { ...json.credential, expiry: `${2 ** 48}` } }, "credential.expiry"],
        [{ ...json, credential: { ...json.credential, expiry: "007" } }, "credential.expiry"],
        [{ ...json, credential: { ...json.credential, nullifier: "0x1234" } }, "hex of 32 bytes"],
        [{ ...json, credential: { ...json.credential, account: account.address.replace("0x", "") } }, "account"],
        [{ ...json, signature: "0x123" }, "signature is no hex"],
        [{ ...json, signature: undefined }, "signature is no hex"],
      ];
      for (const [value, words] of cases) {
        expect(() => parseCredential(JSON.stringify(value)), JSON.stringify(value)).to.throw(
          MalformedCredentialError,
          words,
        );
      }
      expect(() => parseCredential("{")).to.throw(MalformedCredentialError, "It is no JSON");
    });
  });
});
