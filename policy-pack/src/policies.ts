import {
  type Policies,
  type Policy,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  UnknownValueError as UnknownInPreview,
} from "@pulumi/policy";
import { unknownSentinel } from "../../src/azure/pulumi-wire";
import type { Scope } from "../../src/estate/scope";
import { rules } from "../../src/links";
import { except } from "../../src/links/exceptions";
import { ExceptionsFileError } from "../../src/links/exceptions-file";
import { type Finding, linkTitles, type Rule } from "../../src/links/rule";
import { stateOf } from "../../src/links/verdict";
import { acceptedExceptions, allowsUnknown, exceptionsPolicy, profileInUse, settingsPolicy, today } from "./settings";
import { deploymentOfResource, deploymentOfStack } from "./stack-reader";

type Report = (message: string, urn?: string) => void;

/** One policy for each rule, named after it: on a single resource where that is enough, which speaks early; on the stack else. */
export const policies: Policies = [settingsPolicy, ...rules.map(policyOf), exceptionsPolicy];

export function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const common = {
    name: rule.id,
    displayName: rule.title,
    description: `${rule.title}. ${rule.why}`,
    severity: rule.severity,
    enforcementLevel: "mandatory" as const,
    remediationSteps: rule.remediation,
    tags: [
      `link:${rule.link}`,
      ...Object.entries(rule.references).flatMap(([catalogue, ids]) => (ids as string[]).map((id) => `${catalogue}:${id}`)),
    ],
    ...frameworkOf(rule),
  };
  if (rule.isLocal) {
    return {
      ...common,
      validateResource: (args, report) => {
        const profile = profileInUse();
        const deployment = deploymentOfResource(args.type, args.name, args.props, profile);
        if (!deployment || !rule.profiles.includes(profile)) return args.notApplicable(`it judges ${rule.appliesTo}`);
        const findings = rule.evaluate(deployment);
        if (hasNothingToJudge(findings)) return args.notApplicable(findings[0]?.message);
        tell(rule, deployment, findings, false, report);
      },
    };
  }
  return {
    ...common,
    validateStack: (args, report) => {
      const profile = profileInUse();
      if (!rule.profiles.includes(profile)) return args.notApplicable(`it is for the profiles ${rule.profiles.join(", ")}`);
      const { scopes, isPreview } = deploymentOfStack(args.resources, profile);
      const judged = scopes.map((scope) => ({ scope, findings: rule.evaluate(scope) }));
      const [first] = judged;
      if (judged.every(({ findings }) => hasNothingToJudge(findings))) return args.notApplicable(first?.findings[0]?.message);
      for (const { scope, findings } of judged) tell(rule, scope, findings, isPreview, report);
    },
  };
}

const hasNothingToJudge = (findings: Finding[]): boolean => findings.every((finding) => finding.verdict === "notApplicable");

/** CIS is the framework that Pulumi shows; the others are tags, since a policy can have one. */
function frameworkOf(rule: Rule): Pick<Policy, "framework"> {
  const [specification] = rule.references.cis ?? [];
  if (!specification) return {};
  return {
    framework: { name: "CIS Microsoft Azure Foundations", version: "6.0", reference: specification, specification: linkTitles[rule.link] },
  };
}

/**
 * Reports what fails. What cannot be decided never passes silently: in a preview it is an advice, as Pulumi's own for unknown values; in
 * an update it stops, unless the configuration allows it.
 */
function tell(rule: Rule, deployment: Scope, findings: Finding[], isPreview: boolean, report: Report): void {
  const verdict = {
    name: deployment.name,
    profile: deployment.profile,
    links: [{ link: rule.link, verdict: stateOf(findings), findings }],
  };
  const [judged] = except([verdict], exceptionsOrNone(), today()).verdicts;
  const urnOf = (finding: Finding) =>
    deployment.resources.find((resource) => resource.label === finding.resource && resource.key.startsWith("urn:"))?.key;
  let undecided: Finding | undefined;
  for (const finding of judged?.links[0]?.findings ?? []) {
    if (finding.verdict === "fail") report(`${finding.resource}: ${finding.message}. Fix: ${finding.remediation}`, urnOf(finding));
    if (finding.verdict === "unknown") undecided ??= finding;
    if (finding.verdict === "unknown" && !isPreview && !rule.isLocal && !allowsUnknown())
      report(`${finding.resource} cannot be decided: ${finding.message}`, urnOf(finding));
  }
  if (undecided && (isPreview || rule.isLocal)) throw new Undecided(undecided);
}

/** Pulumi's own error for what a preview does not know, in the words of a finding: it becomes an advice, and nothing else. */
class Undecided extends UnknownInPreview {
  constructor({ resource, message }: Finding) {
    super(unknownSentinel, [resource]);
    Object.defineProperty(this, "message", { value: `${resource}: ${message}` });
  }
}

/** A file that cannot be taken is reported once, by the policy about exceptions; until then nothing is excepted. */
function exceptionsOrNone() {
  try {
    return acceptedExceptions();
  } catch (error) {
    if (error instanceof ExceptionsFileError) return [];
    throw error;
  }
}
