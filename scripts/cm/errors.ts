// What is wrong with what was asked for, or keeps it from being checked. Exit code 2.
import { CommonmindError } from "@commonmind/sdk";

export class CmError extends CommonmindError {
  override readonly name: string = "CmError";

  constructor({ code, what, why, fix }: { code: string; what: string; why: string; fix: string }) {
    super({ code, what, why, fix, docs: "docs/operate.md" });
  }
}
