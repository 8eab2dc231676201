export type { Exception } from "../links/exceptions";
export { ExceptionsFileError, parseExceptions } from "../links/exceptions-file";
export type { Finding } from "../links/rule";
export type { LinkVerdict, Verdict } from "../links/verdict";
export { type Answer, assertPassesRule, assertSecureLink, type Judged } from "./assertions";
export { type DeployedProgram, type DeployOptions, deploy } from "./deploy";
export { matchers } from "./matchers";
