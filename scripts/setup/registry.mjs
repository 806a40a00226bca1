// What npm's failures mean, and whether the registry is there at all: asked before anything is deleted or replaced.

const unreachable =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|FETCH_ERROR|[A-Z_]*CERT[A-Z_]*)\b/;

/**
 * The network error that a failed npm run reports, if that is what stopped it.
 * @param {string} output
 * @returns {string | undefined}
 */
export function networkError(output) {
  return unreachable.exec(output)?.[0];
}

/**
 * What to tell someone whose registry can't be reached.
 * @param {string} error
 */
export function unreachableMessage(error) {
  return `The npm registry could not be reached (${error}), so nothing was installed. Check the network and npm's registry and proxy settings, then run the same command again.`;
}

/**
 * @param {(args: string[], env: NodeJS.ProcessEnv) => Promise<{ code: number, output: string }>} npm
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} What is wrong, or undefined.
 */
export async function registryTrouble(npm, env) {
  // `npm start --offline` means: use npm's cache.
  if (env.npm_config_offline === "true") return undefined;
  const { code, output } = await npm(["ping", "--loglevel=error", "--fetch-retries=0", "--fetch-timeout=20000"], env);
  // Any answer will do: not every registry knows the ping page.
  const error = code === 0 ? undefined : networkError(output);
  return error === undefined ? undefined : unreachableMessage(error);
}

/**
 * What npm says went wrong: its first error lines, without its prefix and the list of options that may follow.
 * @param {string} output
 */
export function npmReason(output) {
  const errors = output
    .split("\n")
    .filter((line) => line.startsWith("npm error "))
    .map((line) => line.slice("npm error ".length));
  const lines = errors.length > 0 ? errors : output.trim().split("\n");
  return lines.slice(0, 10).join("\n");
}
