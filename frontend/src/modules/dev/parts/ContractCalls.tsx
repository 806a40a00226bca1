"use client";

import { type ContractName, contractAbis, contractNames } from "@commonmind/sdk";
import { useMemo, useState } from "react";
import type { Abi, AbiFunction } from "viem";
import type { Source } from "../../../data/source.ts";
import { t } from "../../../i18n/i18n.ts";
import { FunctionForm } from "./FunctionForm.tsx";

const spelled = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const isView = ({ stateMutability }: AbiFunction) => stateMutability === "view" || stateMutability === "pure";
const signature = ({ name, inputs }: AbiFunction) => `${name}(${inputs.map(({ type }) => type).join(",")})`;

/** Any function of any contract, by hand. */
export function ContractCalls({ source }: { source: Source }) {
  const known = contractNames.filter((name) => contractAbis[name] !== undefined);
  const [contract, setContract] = useState<ContractName>("commonsGovernor");
  const functions = useMemo(
    () =>
      ((contractAbis[contract] ?? []) as Abi)
        .filter((item): item is AbiFunction => item.type === "function")
        .toSorted((a, b) => Number(isView(b)) - Number(isView(a)) || a.name.localeCompare(b.name)),
    [contract],
  );
  const [chosen, setChosen] = useState("");
  const found = functions.find((item) => signature(item) === chosen) ?? functions[0];
  return (
    <>
      <div className="field">
        <label htmlFor="contract">{t("Contract")}</label>
        <select
          id="contract"
          value={contract}
          onChange={({ target }) => {
            setContract(target.value as ContractName);
            setChosen("");
          }}
        >
          {known.map((name) => (
            <option key={name} value={name}>
              {spelled(name)}
            </option>
          ))}
        </select>
        <small className="mono">{source.config.deployment.contracts[contract]}</small>
      </div>
      <div className="field">
        <label htmlFor="function">{t("Function")}</label>
        <select id="function" value={found ? signature(found) : ""} onChange={({ target }) => setChosen(target.value)}>
          <optgroup label={t("Reads")}>
            {functions.filter(isView).map((item) => (
              <option key={signature(item)} value={signature(item)}>
                {signature(item)}
              </option>
            ))}
          </optgroup>
          <optgroup label={t("Writes")}>
            {functions
              .filter((item) => !isView(item))
              .map((item) => (
                <option key={signature(item)} value={signature(item)}>
                  {signature(item)}
                </option>
              ))}
          </optgroup>
        </select>
      </div>
      {found && (
        <FunctionForm key={`${contract}.${signature(found)}`} source={source} contract={contract} item={found} />
      )}
    </>
  );
}
