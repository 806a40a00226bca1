/** Thrown when the chain, the account or what an earlier run left can't carry the deployment. It says what to do. */
export class DeployError extends Error {
  override readonly name = "DeployError";
  readonly exitCode = 2;
}
