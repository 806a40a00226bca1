// The one button for every transaction: which state it is in, and what people see in each.
import { expect } from "chai";
import * as React from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { Hex } from "viem";
import { ActionButton, type ActionButtonProps } from "../../src/action/ActionButton.tsx";
import { type ActionState, type Phase, type Standing, stateOf } from "../../src/action/state.ts";

// The runner's compiler turns JSX into calls of React, which the dApp's own build imports by itself.
Object.assign(globalThis, { React });

const hash: Hex = `0x${"ab".repeat(32)}`;
const ready: Standing = {
  ...{ phase: { name: "none" }, seconds: 0, address: "0x1", onRightChain: true, hasCalls: true, check: "passed" },
};

describe("The state of an action", () => {
  const named = (changes: Partial<Standing>) => stateOf({ ...ready, ...changes }).name;

  it("asks for what is missing in the order in which people can do something about it", () => {
    const nothing = { address: undefined, onRightChain: false, hasCalls: false, check: "running" } as const;
    expect(named(nothing)).to.equal("connect");
    expect(named({ ...nothing, address: "0x1" })).to.equal("switch");
    expect(named({ ...nothing, address: "0x1", onRightChain: true })).to.equal("idle");
    expect(named({ check: "running" })).to.equal("checking");
    expect(named({})).to.equal("ready");
    expect(stateOf({ ...ready, check: { refused: "It is closed." } })).to.deep.equal({
      ...{ name: "refused", words: "It is closed." },
    });
  });

  it("says what became of what was sent, whoever is connected by now, and where", () => {
    const phases: Phase[] = [
      ...[{ name: "confirm" } as const, { name: "sent", hash } as const, { name: "replaced", hash } as const],
      ...[{ name: "mined", hash, block: 7n } as const, { name: "recorded", hash, block: 7n, receipts: [] } as const],
      { name: "reverted", words: "Nothing changed." },
    ];
    for (const phase of phases) {
      expect(stateOf({ ...ready, phase })).to.equal(phase);
      expect(stateOf({ ...ready, phase, address: undefined, onRightChain: false })).to.equal(phase);
    }
  });

  it("calls a transaction slow after twenty seconds, and no other state", () => {
    const sent = { name: "sent", hash } as const;
    expect(named({ phase: sent, seconds: 19 })).to.equal("sent");
    expect(stateOf({ ...ready, phase: sent, seconds: 20 })).to.deep.equal({ name: "slow", hash, seconds: 20 });
    expect(named({ phase: { name: "mined", hash, block: 1n }, seconds: 99 })).to.equal("mined");
  });

  it("keeps a no quiet: it can be pressed again, but not from another network", () => {
    const phase = { name: "rejected", words: "You said no in your wallet. Nothing happened." } as const;
    expect(stateOf({ ...ready, phase })).to.equal(phase);
    expect(named({ phase, onRightChain: false })).to.equal("switch");
    expect(named({ phase, address: undefined })).to.equal("connect");
  });
});

describe("The action button", () => {
  const drawn = (state: ActionState, more: Partial<ActionButtonProps["action"]> = {}) => {
    const action = { state, step: { done: 0, of: 1 }, free: false, press: () => {}, reset: () => {}, ...more };
    const html = renderToStaticMarkup(
      React.createElement(ActionButton, {
        ...{ action, verb: "pay", label: "Collect 1.5 ETH", done: "Collected", idle: "Nothing to collect" },
        children: "Goes to you.",
      } as ActionButtonProps),
    );
    const [, face = ""] = /<span>(.*?)<\/span>/.exec(html) ?? [];
    const [, after = ""] = /<p[^>]*>(.*?)<\/p>/.exec(html) ?? [];
    return {
      face,
      after,
      still: html.includes('aria-disabled="true"'),
      loud: html.includes('class="after warn"'),
      html,
    };
  };

  const states: [ActionState, face: string, after: RegExp, still: boolean][] = [
    [{ name: "connect" }, "Connect a wallet", /Nobody asks for your name/, false],
    [{ name: "switch" }, "Switch to the right network", /One press changes it/, false],
    [{ name: "idle" }, "Nothing to collect", /Goes to you/, true],
    [{ name: "checking" }, "Checking", /at no cost/, true],
    [{ name: "ready" }, "Collect 1.5 ETH", /^Goes to you\.$/, false],
    [{ name: "refused", words: "It is closed." }, "Collect 1.5 ETH", /^It is closed\.$/, false],
    [{ name: "confirm" }, "Confirm in your wallet", /asking you now/, true],
    [{ name: "sent", hash }, "Sent", /a few seconds/, true],
    [{ name: "slow", hash, seconds: 42 }, "Taking longer than usual", /^42 seconds so far/, true],
    [{ name: "replaced", hash }, "Replaced", /a newer one/, true],
    [{ name: "mined", hash, block: 1_234n }, "In block 1,234", /record to catch up/, true],
    [{ name: "recorded", hash, block: 1_234n, receipts: [] }, "Collected", /In block 1,234, and in our record/, true],
    [{ name: "rejected", words: "You said no." }, "Collect 1.5 ETH", /^You said no\.$/, false],
    [{ name: "reverted", words: "Nothing changed." }, "Try again", /^Nothing changed\.$/, false],
  ];
  for (const [state, face, after, still] of states) {
    it(`says "${face}" and can${still ? "\u2019t" : ""} be pressed while it is ${state.name}`, () => {
      const button = drawn(state);
      expect(button.face).to.equal(face);
      expect(button.after).to.match(after);
      expect(button.still).to.equal(still);
      expect(button.loud).to.equal(state.name === "refused" || state.name === "reverted");
      // Read out as it changes.
      expect(button.html).to.contain('aria-live="polite"');
    });
  }

  it("counts transactions where there are several, and says when the co-op pays the fee", () => {
    expect(drawn({ name: "confirm" }, { step: { done: 1, of: 3 } }).face).to.equal("Confirm in your wallet 2 of 3");
    expect(drawn({ name: "ready" }, { free: true }).after).to.contain("The co-op pays the network\u2019s fee.");
  });
});
