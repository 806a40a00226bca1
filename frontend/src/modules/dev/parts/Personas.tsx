"use client";
import { useState } from "react";
import { useConnect, useConnection, useConnectors } from "wagmi";
import { shortAddress } from "../../../format/format.ts";
import { personas } from "../../../wallet/personas.ts";

const about = new Map(personas().map((persona) => [`persona-${persona.id}`, persona.about]));

/** The one-click people of the local chain, and who of them you are. */
export function Personas() {
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
                  {here && address ? `: you, ${shortAddress(address)}` : ""}
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
