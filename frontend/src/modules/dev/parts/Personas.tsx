"use client";

import { useState } from "react";
import { useConnect, useConnection, useConnectors, WagmiProvider } from "wagmi";
import { shortAddress } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { Dashes } from "../../../ui/parts.tsx";
import { personas } from "../../../wallet/personas.ts";
import { useWallet } from "../../../wallet/useWallet.ts";

const about = new Map(personas().map((persona) => [`persona-${persona.id}`, persona.about]));

/** The one-click people of the local chain, and who of them you are. */
export function Personas() {
  const { wagmi } = useWallet();
  if (!wagmi) return <Dashes widths={[60, 60, 60]} />;
  return (
    <WagmiProvider config={wagmi} reconnectOnMount={false}>
      <People />
    </WagmiProvider>
  );
}

function People() {
  const people = useConnectors().filter(({ type }) => type === "persona");
  const { mutate: connect, isPending } = useConnect();
  const { connector: present, address } = useConnection();
  const [said, setSaid] = useState<string>();
  return (
    <>
      <ul className="ruled choices">
        {people.map((connector) => {
          const here = present?.id === connector.id;
          return (
            <li key={connector.uid}>
              <button
                type="button"
                disabled={isPending}
                aria-pressed={here}
                onClick={() => connect({ connector }, { onError: ({ message }) => setSaid(message) })}
              >
                <b>
                  {connector.name}
                  {here && address ? t(": you, {address}", { address: shortAddress(address) }) : ""}
                </b>
                <span className="small dim">{about.get(connector.id)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <p className="cap" aria-live="polite">
        {said}
      </p>
    </>
  );
}
