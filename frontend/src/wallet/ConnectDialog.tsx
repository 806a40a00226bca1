"use client";

import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useConnect, useConnectors } from "wagmi";
// Our own list of wallets: those that announce themselves (EIP-6963), on a local chain the personas, and where the co-op set
// it up, those on other devices.
import { t } from "../i18n/i18n.ts";
import { personas } from "./personas.ts";
import { type CanBeCalledOff, WALLET_CONNECT } from "./walletConnectConnector.ts";

const Pairing = lazy(async () => ({ default: (await import("./Pairing.tsx")).Pairing }));

/** @param coop What the co-op is called. */
export type ConnectDialogProps = { coop: string; open: boolean; onOpen: (open: boolean) => void };

export function ConnectDialog({ coop, open, onOpen }: ConnectDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [said, setSaid] = useState<string>();
  const connectors = useConnectors();
  const { mutate: connect, isPending, variables } = useConnect();
  useEffect(() => {
    const element = dialog.current;
    if (open) setSaid(undefined);
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
  }, [open]);

  useEffect(() => {
    const element = dialog.current;
    const onClick = (event: MouseEvent) => event.target === element && element?.close();
    element?.addEventListener("click", onClick);
    return () => element?.removeEventListener("click", onClick);
  }, []);

  const phone = connectors.find(({ type }) => type === WALLET_CONNECT);
  const pairing = isPending && variables?.connector === phone ? phone : undefined;
  const calledOff = useRef(false);
  const [uri, setUri] = useState<string>();
  useEffect(() => {
    if (!pairing) return;
    const hear = ({ type, data }: { type: string; data?: unknown }) => {
      if (type === "display_uri") setUri(data as string);
    };
    pairing.emitter.on("message", hear);
    return () => {
      pairing.emitter.off("message", hear);
      setUri(undefined);
    };
  }, [pairing]);
  const callOff = () => {
    calledOff.current = true;
    (pairing as CanBeCalledOff | undefined)?.callOff();
  };

  const people = connectors.filter(({ type }) => type === "persona");
  const wallets = connectors.filter(({ type }) => type !== "persona" && type !== WALLET_CONNECT);
  const about = useMemo(() => new Map(personas().map((persona) => [`persona-${persona.id}`, persona.about])), []);
  const choose = (connector: (typeof connectors)[number]) => {
    calledOff.current = false;
    setSaid(undefined);
    connect(
      { connector },
      {
        onSuccess: () => onOpen(false),
        onError: (error: Error) =>
          setSaid(
            calledOff.current
              ? undefined
              : error.name === "PairingError"
                ? error.message
                : /reject|denied/i.test(error.message)
                  ? t("You said no in your wallet. Nothing happened.")
                  : t("{name} could not be connected. Unlock it, and try again.", { name: connector.name }),
          ),
      },
    );
  };

  return (
    <dialog
      ref={dialog}
      className="slip"
      onClose={() => {
        callOff();
        onOpen(false);
      }}
      aria-labelledby="connect-title"
    >
      <form method="dialog" className="slip-head">
        <h2 id="connect-title">{t("Who is reading?")}</h2>
        <button type="submit" className="quiet">
          {t("Close")}
        </button>
      </form>
      {pairing && (
        <Suspense>
          <Pairing uri={uri} onCancel={callOff} />
        </Suspense>
      )}
      {!pairing && people.length > 0 && (
        <section>
          <p className="small dim">{t("On this practice chain you can be somebody else. One press, no extension.")}</p>
          <ul className="ruled choices">
            {people.map((connector) => (
              <li key={connector.uid}>
                <button type="button" onClick={() => choose(connector)} disabled={isPending}>
                  <b>{connector.name}</b>
                  <span className="small dim">{about.get(connector.id)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section hidden={pairing !== undefined}>
        <h3>{people.length > 0 ? t("Or your own wallet") : t("Your wallet")}</h3>
        {wallets.length > 0 ? (
          <ul className="ruled choices">
            {wallets.map((connector) => (
              <li key={connector.uid}>
                <button type="button" onClick={() => choose(connector)} disabled={isPending}>
                  <b>{connector.name}</b>
                  <span className="small dim">
                    {isPending && variables?.connector === connector
                      ? t("Asking you now, in its own window.")
                      : t("In this browser")}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <p className="small dim measure">
            {t(
              "No wallet has announced itself in this browser. Any that follows EIP-6963 will appear here by its own name.",
            )}
          </p>
        )}
        {phone && (
          <ul className="ruled choices">
            <li>
              <button type="button" onClick={() => choose(phone)} disabled={isPending}>
                <b>{phone.name}</b>
                <span className="small dim">{t("On your phone, by a code or a link")}</span>
              </button>
            </li>
          </ul>
        )}
      </section>
      <p className="after" aria-live="polite">
        {said ?? t("Nobody asks for your name. Reading {coop} needs no wallet.", { coop })}
      </p>
    </dialog>
  );
}
