import type { Profile } from "../estate/profile";
import type { Resource } from "../estate/resource";
import type { Scope } from "../estate/scope";
import { UnknownValueError } from "../estate/value";
import { mcsbControls } from "./mcsb";

/** The five communication links of a deployment. */
export const links = [1, 2, 3, 4, 5] as const;
export type Link = (typeof links)[number];

/** What each link connects, for reports. */
export const linkTitles: Record<Link, string> = {
  1: "user, portal, CLI → Databricks API",
  2: "API → state store (notebooks, results, secrets)",
  3: "API → clusters in the VNet",
  4: "node ↔ node inside a cluster",
  5: "clusters → data (ADLS Gen2, Azure SQL, Key Vault, DBFS root)",
};

export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

/** Where other catalogues have the same or a similar check. */
export interface References {
  /** CIS Microsoft Azure Foundations 5.0 and 6.0. */
  cis?: string[];
  /** Microsoft Cloud Security Benchmark. */
  mcsb?: string[];
  /** GUIDs of built-in Azure Policy definitions. */
  azurePolicy?: string[];
  /** Databricks Security Analysis Tool. */
  sat?: string[];
  checkov?: string[];
}

/** What a rule found for one resource. */
export type FindingVerdict = "pass" | "fail" | "unknown" | "notApplicable" | "excepted";

/** One rule's answer about one resource. */
export interface Finding {
  rule: string;
  link: Link;
  severity: Severity;
  verdict: FindingVerdict;
  /** The resource that was judged, or the deployment's name where the rule had none to judge. */
  resource: string;
  /** One sentence: what is wrong, unknown, or fine. */
  message: string;
  /** What was seen: the property and its value. */
  evidence: string;
  remediation: string;
  references: References;
}

/** A check of one link. */
export interface Rule {
  /** Such as `L3-no-public-ip`: also the name of its file. */
  id: string;
  link: Link;
  severity: Severity;
  /** What holds where the rule passes, as a sentence. */
  title: string;
  /** What goes wrong otherwise. */
  why: string;
  /** What to change where it fails. */
  remediation: string;
  references: References;
  /** The profiles that the rule applies to. */
  profiles: readonly Profile[];
  /** What it judges, in words. */
  appliesTo: string;
  /** Whether one resource is enough to judge: the rule can then speak before the resource is made. */
  isLocal: boolean;
  evaluate(scope: Scope): Finding[];
}

/** A rule's answer about one resource, before it is a finding. */
export interface Outcome {
  verdict: Exclude<FindingVerdict, "excepted">;
  message: string;
  evidence: string;
}

/** The answer that a resource is as it should be; the evidence is what was seen. */
export const pass = (evidence: string): Outcome => ({ verdict: "pass", message: evidence, evidence });

/** The answer that it is not; says what was seen and what is wanted. */
export const fail = (seen: string, wanted: string): Outcome => ({ verdict: "fail", message: `${seen}; wanted: ${wanted}`, evidence: seen });

/** The answer that the rule has nothing to judge here, and why. */
export const notApplicable = (reason: string): Outcome => ({ verdict: "notApplicable", message: reason, evidence: reason });

/** The answer that it cannot be told, and why. */
export const unknown = (reason: string): Outcome => ({ verdict: "unknown", message: reason, evidence: reason });

/** What a rule is defined by; the rest is filled in. */
export interface RuleDefinition {
  id: string;
  severity: Severity;
  title: string;
  why: string;
  remediation: string;
  references?: References;
  /** Defaults to every profile. */
  profiles?: readonly Profile[];
  appliesTo: string;
  /** Whether one resource is enough to judge. Defaults to false. */
  isLocal?: boolean;
  /** The resources to judge. */
  subjects(scope: Scope): Resource[];
  /** Judges one of them. An UnknownValueError becomes the verdict `unknown`. */
  judge(subject: Resource, scope: Scope): Outcome;
}

const allProfiles: readonly Profile[] = ["private", "hybrid", "exfiltrationProtected", "regulated"];

/** Makes a rule that judges each resource of a kind by itself and with what it refers to. */
export function defineRule(definition: RuleDefinition): Rule {
  const link = Number(definition.id[1]) as Link;
  const mcsb = mcsbControls(definition.id);
  const references: References = { ...definition.references, ...(mcsb.length > 0 ? { mcsb } : {}) };
  const finding = (resource: string, outcome: Outcome): Finding => ({
    rule: definition.id,
    link,
    severity: definition.severity,
    verdict: outcome.verdict,
    resource,
    message: outcome.message,
    evidence: outcome.evidence,
    remediation: definition.remediation,
    references,
  });
  const guarded = (resource: string, work: () => Outcome): Finding => {
    try {
      return finding(resource, work());
    } catch (error) {
      if (error instanceof UnknownValueError) return finding(resource, unknown(error.message));
      throw error;
    }
  };
  return {
    id: definition.id,
    link,
    severity: definition.severity,
    title: definition.title,
    why: definition.why,
    remediation: definition.remediation,
    references,
    profiles: definition.profiles ?? allProfiles,
    appliesTo: definition.appliesTo,
    isLocal: definition.isLocal ?? false,
    evaluate(scope) {
      let subjects: Resource[];
      try {
        subjects = definition.subjects(scope);
      } catch (error) {
        if (error instanceof UnknownValueError) return [finding(scope.name, unknown(error.message))];
        throw error;
      }
      if (subjects.length === 0) return [finding(scope.name, notApplicable(`this deployment has no ${definition.appliesTo}`))];
      return subjects.map((subject) => guarded(subject.label, () => definition.judge(subject, scope)));
    },
  };
}

/** Judges one property: passes where it has a value, or one of several values. Text is compared without regard to case. */
export function expectValue(subject: Resource, path: string, ...wanted: (string | number | boolean)[]): Outcome {
  const seen = subject.value(path);
  const matches = wanted.some((value) =>
    typeof value === "string" && typeof seen === "string" ? value.toLowerCase() === seen.toLowerCase() : value === seen,
  );
  const evidence = `${path} is ${show(seen)}`;
  return matches ? pass(evidence) : fail(evidence, wanted.map(show).join(" or "));
}

/** A value as a message shows it. */
export function show(value: unknown): string {
  return value === undefined || value === null ? "not set" : typeof value === "string" ? `'${value}'` : JSON.stringify(value);
}

/** The first outcome that is not a pass, or a pass with the evidence of all. */
export function all(...outcomes: Outcome[]): Outcome {
  return (
    outcomes.find((o) => o.verdict === "fail") ??
    outcomes.find((o) => o.verdict !== "pass") ??
    pass(outcomes.map((o) => o.evidence).join(", "))
  );
}
