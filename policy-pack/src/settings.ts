import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { PolicyConfigSchema, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { type Profile, profiles } from "../../src/estate/profile";
import { type Exception, except } from "../../src/links/exceptions";
import { ExceptionsFileError, parseExceptions } from "../../src/links/exceptions-file";
import { judge } from "../../src/links/verdict";
import { deploymentOfStack, remember, statedProfile } from "./stack-reader";

/** The pack's configuration, under the name of this policy. */
interface Settings {
  profile?: Profile;
  exceptions?: string;
  allowUnknown?: boolean;
}

let settings: Settings = {};
let accepted: Exception[] | undefined;

/** The profile that rules are chosen by: configured, else stated by a component, else `private`. */
export const profileInUse = (): Profile => settings.profile ?? statedProfile() ?? "private";

/** Whether an update may go through although a rule cannot be decided. */
export const allowsUnknown = (): boolean => settings.allowUnknown === true;

/** The accepted deviations. @throws ExceptionsFileError for a file that cannot be taken. */
export function acceptedExceptions(): Exception[] {
  if (accepted || !settings.exceptions) return accepted ?? [];
  // A policy pack runs in its own folder; the program that is judged is where the command was given.
  const path = resolve(process.env.PULUMI_CWD ?? process.env.INIT_CWD ?? process.env.PWD ?? ".", settings.exceptions);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ExceptionsFileError(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}): pass the path of an exceptions file, best an absolute one`,
    );
  }
  accepted = parseExceptions(path, text);
  return accepted;
}

/** The day that decides what has expired. */
export const today = (): string => new Date().toISOString().slice(0, 10);

const configSchema: PolicyConfigSchema = {
  properties: {
    profile: {
      type: "string",
      enum: [...profiles],
      description: "The profile that decides which rules apply. Defaults to what the stack's component states, else private.",
    },
    exceptions: { type: "string", description: "Path of a file with accepted deviations: rule, resource, reason, expires." },
    allowUnknown: { type: "boolean", default: false, description: "Whether an update may go through although a rule cannot be decided." },
  },
};

/** First of all policies: hears the configuration, and each resource's inputs. */
export const settingsPolicy: ResourceValidationPolicy = {
  name: "settings",
  displayName: "Settings of this pack",
  description: "Takes the pack's configuration: profile, exceptions, allowUnknown. Reports nothing by itself.",
  enforcementLevel: "mandatory",
  configSchema,
  validateResource: (args) => {
    settings = args.getConfig<Settings>();
    remember(args.urn, args.props);
  },
};

/** Last of all policies: an exception that has expired, or excepts nothing, fails. */
export const exceptionsPolicy: StackValidationPolicy = {
  name: "exceptions",
  displayName: "Exceptions hold, and are needed",
  description: "An accepted deviation that has expired or that nothing needs fails.",
  enforcementLevel: "mandatory",
  validateStack: (args, report) => {
    let exceptions: Exception[];
    try {
      exceptions = acceptedExceptions();
    } catch (error) {
      if (!(error instanceof ExceptionsFileError)) throw error;
      report(error.message);
      return;
    }
    if (exceptions.length === 0) return;
    const { scopes, isPreview } = deploymentOfStack(args.resources, profileInUse());
    for (const use of except(
      scopes.map((scope) => judge(scope)),
      exceptions,
      today(),
    ).exceptions) {
      if (use.state === "expired")
        report(
          `the exception of ${use.rule} for ${use.resource} has expired on ${use.expires}: fix the finding, or have it accepted again with a later day`,
        );
      // What a preview does not know may still need it.
      if (use.state === "unused" && !isPreview)
        report(`the exception of ${use.rule} for ${use.resource} excepts nothing: take it out of the file`);
    }
  },
};
