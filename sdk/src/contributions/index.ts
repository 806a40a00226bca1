/**
 * What contributors sign. Part of `@commonmind/sdk`.
 * @module
 */
export { type Submission, type SubmissionParameters, submissionTypedData } from "./submissionTypedData.ts";
