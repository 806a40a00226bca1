import { privateKeyOf } from "@commonmind/sdk";
import { expect } from "chai";

describe("A private key as it is pasted", () => {
  const key = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  it("is taken with 0x or without, in either case, with blanks around it", () => {
    for (const text of [key, `0x${key}`, ` ${key.toUpperCase()}\n`]) expect(privateKeyOf(text)).to.equal(`0x${key}`);
  });

  it("is none if it is too short, too long, nothing, or no number below the curve's order", () => {
    const order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    for (const text of ["", "0x", key.slice(1), `${key}0`, `${key.slice(1)}g`, "0".repeat(64), order, "f".repeat(64)])
      expect(privateKeyOf(text), text).to.equal(undefined);
    expect(privateKeyOf(`${order.slice(0, -1)}0`)).to.equal(`0x${order.slice(0, -1)}0`);
  });
});
