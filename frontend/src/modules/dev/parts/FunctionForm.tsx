"use client";

import { type ContractName, showValue } from "@commonmind/sdk";
import { type FormEvent, useMemo, useState } from "react";
import type { AbiFunction } from "viem";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import type { Source } from "../../../data/source.ts";
import { parseAmount } from "../../../format/parseAmount.ts";
import { t } from "../../../i18n/i18n.ts";
import { argumentOf } from "./argumentOf.ts";

type FunctionFormProps = { source: Source; contract: ContractName; item: AbiFunction };

const ETH = { decimals: 18, symbol: "ETH" };

export function FunctionForm({ source, contract, item }: FunctionFormProps) {
  const [texts, setTexts] = useState<readonly string[]>(item.inputs.map(() => ""));
  const [value, setValue] = useState("");
  const [said, setSaid] = useState<{ words: string; bad: boolean }>();
  const view = item.stateMutability === "view" || item.stateMutability === "pure";
  const address = source.config.deployment.contracts[contract];
  const parsed = item.inputs.map((parameter, i) => {
    try {
      return { argument: argumentOf(texts[i] ?? "", parameter) };
    } catch (error) {
      return { wrong: error instanceof Error ? error.message : "" };
    }
  });
  const sent = item.stateMutability === "payable" ? parseAmount(value, ETH) : undefined;
  const fingerprint = JSON.stringify([texts, value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed is what it is about.
  const calls = useMemo((): Call[] => {
    if (view || parsed.some((it) => "wrong" in it) || (sent && "wrong" in sent)) return [];
    const call = { address, abi: [item], functionName: item.name, args: parsed.map((it) => it.argument) };
    return [sent ? { ...call, value: sent.amount } : call];
  }, [view, address, item, fingerprint]);
  const action = useAction(`dev:${contract}.${item.name}`, calls);
  const read = async (event: FormEvent) => {
    event.preventDefault();
    if (!view) return;
    const wrong = parsed.find((it) => "wrong" in it);
    if (wrong) {
      setSaid({ words: t("Not every argument can be read yet."), bad: true });
      return;
    }
    try {
      const args = parsed.map((it) => it.argument);
      const answer = await source.client.readContract({ address, abi: [item], functionName: item.name, args });
      setSaid({ words: showValue(answer), bad: false });
    } catch (error) {
      const { failureOf } = await import("../../../action/words.ts");
      setSaid({ words: failureOf(error).words, bad: true });
    }
  };
  return (
    <form onSubmit={read}>
      {item.inputs.map((parameter, i) => {
        const text = texts[i] ?? "";
        const wrong = text !== "" ? parsed[i]?.wrong : undefined;
        const name = parameter.name || t("argument {i}", { i: i + 1 });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: parameters have an order and perhaps no name.
          <div key={i} className={wrong ? "field wrong" : "field"}>
            <label htmlFor={`argument-${i}`}>
              {name} <span className="mono dim">{parameter.type}</span>
            </label>
            <input
              id={`argument-${i}`}
              type="text"
              autoComplete="off"
              spellCheck={false}
              value={text}
              aria-invalid={wrong !== undefined}
              onChange={({ target }) => setTexts(texts.map((it, j) => (j === i ? target.value : it)))}
            />
            {wrong && <small>{wrong}</small>}
          </div>
        );
      })}
      {item.stateMutability === "payable" && (
        <div className="field">
          <label htmlFor="value">{t("ETH to send with it")}</label>
          <input
            id="value"
            type="text"
            inputMode="decimal"
            value={value}
            onChange={({ target }) => setValue(target.value)}
          />
        </div>
      )}
      {view ? (
        <>
          <button type="submit" className="quiet mt-4">
            {t("Read it")}
          </button>
          <p className={said?.bad ? "after warn" : "raw"} aria-live="polite" data-testid="answer">
            {said?.words ?? t("The answer will stand here.")}
          </p>
        </>
      ) : (
        <div className="mt-5" style={{ maxWidth: 360 }}>
          <ActionButton
            action={action}
            verb="vote"
            aside
            label={t("Send {name}", { name: item.name })}
            idle={t("Fill in the arguments")}
            done={t("Recorded")}
          >
            {t("One transaction.")}
          </ActionButton>
        </div>
      )}
    </form>
  );
}
