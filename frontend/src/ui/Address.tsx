import type { Address as AddressType } from "viem";

/** An address to read and compare: in groups of four. */
export function LongAddress({ address }: { address: AddressType }) {
  const groups = address.slice(2).match(/.{1,4}/g) ?? [];
  return (
    <p className="adr">
      <span className="vh">{address}</span>
      <span aria-hidden="true">0x</span>
      {groups.map((group, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups may be the same, and never move.
        <span key={i} aria-hidden="true">
          {group}
        </span>
      ))}
    </p>
  );
}
