/**
 * Everything here runs unchanged in Node and in a browser. What needs a file system is in `./node.ts`.
 * @module
 */

export * from "./chains.ts";
export { type ContentUri, readContentUri, writeContentUri } from "./content/contentUri.ts";
export * from "./contributions/index.ts";
export * from "./deployment.ts";
export { CommonmindError, type CommonmindErrorParameters } from "./errors.ts";
export * from "./generated/abis.ts";
export { modelTillCreationCode } from "./generated/bytecode.ts";
export { contractErrors } from "./generated/errors.ts";
export * from "./governance/index.ts";
export * from "./language/index.ts";
export * from "./manifest/index.ts";
export * from "./membership/index.ts";
export { type TillAddressParameters, tillAddress } from "./models/tillAddress.ts";
export * from "./money/index.ts";
export { PRIVATE_KEY_FORM, privateKeyOf } from "./privateKey.ts";
export * from "./record/index.ts";
export * from "./review/index.ts";
