// One set-up at a time per checkout. mkdir is the lock, because it either creates the folder or fails, on every platform.

import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stopIfInterrupted } from "./processes.mjs";

const beat = 2_000;
/** Without a sign of life for this long, a holder elsewhere (another container, say) counts as dead. */
const patience = 60_000;
/** A fresh lock may lack its owner's name for a moment. */
const grace = 5_000;

/**
 * Does `work` while holding the lock at `path`. A lock whose holder is dead is taken over.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {(text: string) => void} [say]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, say = (text) => process.stderr.write(text)) {
  mkdirSync(dirname(path), { recursive: true });
  const owner = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() });
  let waiting = false;
  while (!acquire(path, owner)) {
    if (!removeIfStale(path)) {
      if (!waiting) say(`Another set-up is at work in this folder (${holder(path)}); waiting for it.\n`);
      waiting = true;
      await sleep(500);
    }
    stopIfInterrupted();
  }
  const heart = setInterval(() => touch(path), beat);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    if (read(path) === owner) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * @param {string} path
 * @param {string} owner
 */
function acquire(path, owner) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
  // Whole or not at all: others read it meanwhile.
  writeFileSync(join(path, "owner.new"), owner);
  renameSync(join(path, "owner.new"), join(path, "owner.json"));
  return true;
}

/**
 * @param {string} path
 * @returns {boolean} Whether it is worth trying again at once.
 */
function removeIfStale(path) {
  const seen = read(path);
  if (!isStale(path, seen)) return false;
  // Moved aside first: of several that see the same dead lock, only one can move it.
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== seen) {
      renameSync(aside, path);
      return false;
    }
    rmSync(aside, { recursive: true, force: true });
  } catch {
    // Somebody else was quicker.
  }
  return true;
}

/**
 * @param {string} path
 * @param {string | undefined} owner
 */
function isStale(path, owner) {
  const quiet = silence(path);
  if (quiet === undefined) return false;
  if (owner === undefined) return quiet > grace;
  if (quiet > patience) return true;
  const { pid, host } = JSON.parse(owner);
  return host === hostname() && !isAlive(pid);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * Milliseconds since the holder last touched its lock; undefined if there is no lock.
 * @param {string} path
 */
function silence(path) {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Taken from us; the release checks whose it is.
  }
}

/** @param {string} path */
function read(path) {
  try {
    const owner = readFileSync(join(path, "owner.json"), "utf8");
    JSON.parse(owner);
    return owner;
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function holder(path) {
  const owner = read(path);
  return owner === undefined ? "process unknown" : `process ${JSON.parse(owner).pid}, since ${JSON.parse(owner).since}`;
}
