// Logs of seats as entries of the timeline.
import type { Address, Hex } from "viem";
import { positionOf } from "./moneyEvents.ts";
import { amount, type RecoverEntry, type RenewEntry, type TimelineEvent } from "./report.ts";
import type { ChainEvent } from "./timeline.ts";

export class SeatEvents {
  readonly #founders: ReadonlySet<bigint>;
  readonly #wallets = new Map<bigint, Address>();
  /** How the seat that is being renewed came back: told before its renewal. */
  readonly #effects = new Map<bigint, RenewEntry["effect"]>();
  /** Positions that one transaction moves are told together. */
  readonly #moves = new Map<Hex, Omit<RecoverEntry, "seq" | "time">>();

  constructor(founders: readonly bigint[]) {
    this.#founders = new Set(founders);
  }

  decode(log: ChainEvent): TimelineEvent | undefined {
    switch (log.eventName) {
      case "SeatOpened": {
        const { seat, wallet, serial, expiry } = log.args;
        this.#wallets.set(seat, wallet);
        const opened = { type: "enrol", seat: `${seat}`, account: wallet, ...times(serial, expiry) } as const;
        return this.#founders.has(seat) ? { ...opened, founding: true } : opened;
      }
      case "SeatRestored":
      case "SeatReopened":
        this.#effects.set(log.args.seat, log.eventName === "SeatRestored" ? "restored" : "reopened");
        return undefined;
      case "SeatRenewed": {
        const { seat, serial, expiry } = log.args;
        const effect = this.#effects.get(seat) ?? "renewed";
        this.#effects.delete(seat);
        return { type: "renew", seat: `${seat}`, account: this.#walletOf(seat), ...times(serial, expiry), effect };
      }
      case "SeatRebindRequested": {
        const { seat, wallet, serial, expiry, readyAt } = log.args;
        const asked = { seat: `${seat}`, account: wallet, ...times(serial, expiry) };
        return { type: "rebindAsked", ...asked, readyAt: amount(BigInt(readyAt)) };
      }
      case "SeatRebound": {
        const { seat, from, to } = log.args;
        this.#wallets.set(seat, to);
        return { type: "rebind", seat: `${seat}`, from, to };
      }
      case "SeatExpired": {
        const { seat, wallet, graceEnds } = log.args;
        return { type: "expire", seat: `${seat}`, account: wallet, graceEnds: amount(BigInt(graceEnds)) };
      }
      case "TokensRecovered": {
        const { lost, seat, to } = log.args;
        return { type: "recover", seat: `${seat}`, from: lost, to, tokens: amount(log.args.amount), positions: [] };
      }
      case "PositionRecovered": {
        const { position, lost, seat } = log.args;
        const known = this.#moves.get(log.transactionHash);
        known?.positions.push(positionOf(position));
        if (known !== undefined) return undefined;
        const route = { seat: `${seat}`, from: lost, to: this.#walletOf(seat) };
        const move = { type: "recover" as const, ...route, tokens: amount(0n), positions: [positionOf(position)] };
        this.#moves.set(log.transactionHash, move);
        return move;
      }
      default:
        return undefined;
    }
  }

  #walletOf(seat: bigint): Address {
    const wallet = this.#wallets.get(seat);
    if (wallet === undefined) throw new Error(`Seat ${seat} was never opened, as far as the logs tell.`);
    return wallet;
  }
}

function times(serial: number, expiry: number) {
  return { serial: amount(BigInt(serial)), expiry: amount(BigInt(expiry)) };
}
