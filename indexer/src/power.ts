// Who may change what: roles, the functions they reach, what the timelock waits for, and every parameter as it stands.
import type { accessManagerAbi, commonsGovernorAbi, commonsTimelockAbi } from "@commonmind/sdk";
import { functionRole, operation, ordinary, role, timelockRole } from "../ponder.schema.ts";
import type { Handlers } from "./record/happening.ts";

export const roles: Handlers<typeof accessManagerAbi> = {
  async RoleGranted({ roleId, account, delay, since }, { db }) {
    const row = { delay: BigInt(delay), since: BigInt(since) };
    await db
      .insert(role)
      .values({ role: roleId, account, ...row })
      .onConflictDoUpdate(row);
  },
  RoleRevoked: ({ roleId, account }, { db }) => db.delete(role, { role: roleId, account }),
  async TargetFunctionRoleUpdated({ target, selector, roleId }, { db }) {
    await db.insert(functionRole).values({ target, selector, role: roleId }).onConflictDoUpdate({ role: roleId });
  },
};

export const timelock: Handlers<typeof commonsTimelockAbi> = {
  async RoleGranted({ role: name, account }, { db, time }) {
    await db.insert(timelockRole).values({ role: name, account, since: time }).onConflictDoNothing();
  },
  RoleRevoked: ({ role: name, account }, { db }) => db.delete(timelockRole, { role: name, account }),
  async CallScheduled({ id, index, delay }, { db, time }) {
    const calls = Number(index) + 1;
    await db
      .insert(operation)
      .values({ id, state: "waiting", calls, readyAt: time + delay, scheduledAt: time })
      .onConflictDoUpdate({ state: "waiting", calls, readyAt: time + delay, scheduledAt: time, endedAt: null });
  },
  CallExecuted: ({ id }, { db, time }) => db.update(operation, { id }).set({ state: "executed", endedAt: time }),
  Cancelled: ({ id }, { db, time }) => db.update(operation, { id }).set({ state: "cancelled", endedAt: time }),
};

export const ordinaryCalls: Handlers<typeof commonsGovernorAbi> = {
  async OrdinarySet({ target, selector, ordinary: is }, { db }) {
    await db.insert(ordinary).values({ target, selector, ordinary: is }).onConflictDoUpdate({ ordinary: is });
  },
};
