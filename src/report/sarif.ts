import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";
import { ruleById } from "../links";
import { type Finding, linkTitles, type Rule, type Severity } from "../links/rule";
import type { Verdict } from "../links/verdict";
import type { ReportOptions } from "./options";

const levels: Record<Severity, "error" | "warning" | "note"> = { critical: "error", high: "error", medium: "warning", low: "note" };
/** GitHub sorts by this number, from 0 to 10. */
const scores: Record<Severity, string> = { critical: "9.5", high: "8.0", medium: "5.5", low: "3.0" };

/** Verdicts as SARIF 2.1.0: a run for each deployment; an accepted deviation is a suppressed result. */
export function toSarif(verdicts: Verdict[], options: ReportOptions = {}): string {
  const sarif = new SarifBuilder();
  for (const verdict of verdicts) {
    const run = new SarifRunBuilder({ defaultSourceLanguage: "" }).initSimple({
      toolDriverName: "hardened-databricks",
      toolDriverVersion: options.version ?? "0.0.0",
    });
    const open = verdict.links
      .flatMap((link) => link.findings)
      .filter((f) => f.verdict === "fail" || f.verdict === "unknown" || f.verdict === "excepted");
    for (const id of new Set(open.map((finding) => finding.rule))) run.addRule(ruleOf(ruleById(id) as Rule));
    for (const finding of open) run.addResult(resultOf(finding, verdict, options));
    sarif.addRun(run);
  }
  return `${JSON.stringify(sarif.buildSarifOutput(), null, 2)}\n`;
}

function ruleOf(rule: Rule): SarifRuleBuilder {
  const builder = new SarifRuleBuilder().initSimple({ ruleId: rule.id, shortDescriptionText: rule.title, fullDescriptionText: rule.why });
  builder.rule.help = { text: rule.remediation };
  builder.rule.defaultConfiguration = { level: levels[rule.severity] };
  builder.rule.properties = {
    "security-severity": scores[rule.severity],
    tags: [
      "security",
      `link-${rule.link}`,
      ...Object.entries(rule.references).flatMap(([catalogue, ids]) => (ids as string[]).map((id) => `${catalogue}/${id}`)),
    ],
  };
  return builder;
}

function resultOf(finding: Finding, verdict: Verdict, options: ReportOptions): SarifResultBuilder {
  const builder = new SarifResultBuilder().initSimple({
    ruleId: finding.rule,
    level: finding.verdict === "unknown" ? "note" : levels[finding.severity],
    messageText: `${finding.resource}: ${finding.message}. Fix: ${finding.remediation}`,
    fileUri: (verdict.source ?? verdict.name).replaceAll("\\", "/"),
  });
  const { result } = builder;
  result.kind = finding.verdict === "unknown" ? "open" : "fail";
  // A level other than none goes with kind fail only.
  if (finding.verdict === "unknown") result.level = "none";
  const [location] = result.locations ?? [];
  if (location) location.logicalLocations = [{ fullyQualifiedName: `${verdict.name}/${finding.resource}`, kind: "resource" }];
  result.partialFingerprints = { "finding/v1": `${finding.rule}/${verdict.name}/${finding.resource}` };
  result.properties = { link: finding.link, linkTitle: linkTitles[finding.link], evidence: finding.evidence };
  if (finding.verdict === "excepted") {
    const use = options.exceptions?.find((exception) => exception.rule === finding.rule && exception.state === "used");
    result.suppressions = [{ kind: "external", status: "accepted", justification: use?.reason ?? finding.message }];
  }
  return builder;
}
