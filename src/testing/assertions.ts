import { ruleById, rules } from "../links";
import { type Finding, type Link, links, linkTitles } from "../links/rule";
import type { Verdict } from "../links/verdict";

/** What the assertions take: what `deploy` returns, or a verdict by itself. */
export type Judged = Verdict | { verdict: Verdict };

/** An answer with the sentence that a failing test prints. */
export interface Answer {
  pass: boolean;
  message(): string;
}

/** Whether a link is secured; the message lists every finding that stands in the way, with its remedy. */
export function secures(judged: Judged, link: number): Answer {
  const known = links.find((candidate) => candidate === link);
  if (!known) throw new RangeError(`link ${link} does not exist: allowed are ${links.join(", ")}`);
  const found = verdictOf(judged).links.find((candidate) => candidate.link === known);
  const open = (found?.findings ?? []).filter((finding) => finding.verdict === "fail" || finding.verdict === "unknown");
  const pass = found?.verdict === "secured";
  return {
    pass,
    message: () =>
      pass
        ? `expected link ${link} (${linkTitles[known]}) not to be secured, but every rule that applies passes`
        : [`expected link ${link} (${linkTitles[known]}) to be secured; it is ${found?.verdict ?? "not judged"}`, ...open.map(line)].join(
            "\n",
          ),
  };
}

/** Whether a rule passes wherever it applies, and applies somewhere. */
export function passesRule(judged: Judged, id: string): Answer {
  const rule = ruleById(id);
  if (!rule) throw new RangeError(`there is no rule '${id}': it is one of ${rules.map((r) => r.id).join(", ")}`);
  const findings = verdictOf(judged)
    .links.flatMap((link) => link.findings)
    .filter((finding) => finding.rule === rule.id);
  const applicable = findings.filter((finding) => finding.verdict !== "notApplicable");
  const pass = applicable.length > 0 && applicable.every((finding) => finding.verdict === "pass" || finding.verdict === "excepted");
  return {
    pass,
    message: () =>
      pass
        ? `expected ${rule.id} not to pass, but it does: ${applicable.map((f) => f.evidence).join("; ")}`
        : [
            `expected ${rule.id} to pass: ${rule.title}`,
            ...(applicable.length > 0 ? applicable.filter((f) => f.verdict !== "pass") : findings).map(line),
          ].join("\n"),
  };
}

/** Throws where a link is not secured: for test runners without matchers. */
export function assertSecureLink(judged: Judged, link: Link): void {
  const answer = secures(judged, link);
  if (!answer.pass) throw new Error(answer.message());
}

/** Throws where a rule does not pass: for test runners without matchers. */
export function assertPassesRule(judged: Judged, id: string): void {
  const answer = passesRule(judged, id);
  if (!answer.pass) throw new Error(answer.message());
}

function verdictOf(judged: Judged): Verdict {
  return "verdict" in judged ? judged.verdict : judged;
}

function line(finding: Finding): string {
  const fix = finding.verdict === "fail" ? `\n      fix: ${finding.remediation}` : "";
  return `  ${finding.verdict} ${finding.rule} (${finding.severity})  ${finding.resource}: ${finding.message}${fix}`;
}
