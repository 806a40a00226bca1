/**
 * The parts of the SDK that need a file system.
 * @module
 */
export { type OpenManifestFolder, openManifestFolder } from "./manifest/node/openManifestFolder.ts";
export { readLeafFile } from "./manifest/node/readLeafFile.ts";
export {
  assertReplaceable,
  type WriteManifestFolderReturnType,
  writeManifestFolder,
} from "./manifest/node/writeManifestFolder.ts";
export { writeProofLines } from "./manifest/node/writeProofLines.ts";
