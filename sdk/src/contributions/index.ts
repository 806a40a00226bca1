/** What contributors sign. Works in Node and in a browser. */
export { type Submission, type SubmissionParameters, submissionTypedData } from "./submissionTypedData.ts";
