import { styleText } from "node:util";
import type { ExceptionUse } from "../links/exceptions";
import { type Finding, linkTitles, severities } from "../links/rule";
import type { LinkState, LinkVerdict, Verdict } from "../links/verdict";
import type { ReportOptions } from "./options";
import { visible } from "./visible";

const words: Record<LinkState, string> = { secured: "secured", broken: "BROKEN", unknown: "unknown", notApplicable: "not applicable" };
const colours: Record<LinkState, "green" | "red" | "yellow" | "gray"> = {
  secured: "green",
  broken: "red",
  unknown: "yellow",
  notApplicable: "gray",
};

/** Verdicts as text for people: a line for each link, a line of evidence, and what is wrong with its remedy. */
export function toText(verdicts: Verdict[], options: ReportOptions = {}): string {
  const deployments = verdicts.map((verdict) =>
    [visible(verdict.name), ...verdict.links.flatMap((link) => linkLines(link, options)), ""].join("\n"),
  );
  return [...deployments, ...exceptionLines(options.exceptions ?? [])].join("\n");
}

/** Each exception in a line; one that has expired or excepts nothing says what to do. */
function exceptionLines(exceptions: ExceptionUse[]): string[] {
  if (exceptions.length === 0) return [];
  const lines = exceptions.map(({ rule, resource, reason, expires, state, findings }) => {
    const what = visible(`${rule} for ${resource} until ${expires}: ${reason}`);
    if (state === "used") return `  accepted  ${what} (${findings.length} findings)`;
    return state === "expired"
      ? `  EXPIRED   ${what}; fix the finding, or have it accepted again with a later day`
      : `  UNUSED    ${what}; nothing fails it any more, so take it out of the file`;
  });
  return [["exceptions", ...lines, ""].join("\n")];
}

function linkLines(link: LinkVerdict, options: ReportOptions): string[] {
  const word = options.colour ? styleText(colours[link.verdict], words[link.verdict], { validateStream: false }) : words[link.verdict];
  const count = link.findings.filter((finding) => finding.verdict === "pass").length;
  const judged = link.findings.filter((finding) => finding.verdict !== "notApplicable").length;
  const note = link.note ? ` (${link.note})` : "";
  const lines = [`  link ${link.link}  ${linkTitles[link.link]}: ${word}${note}, ${count} of ${judged} checks pass`];
  const evidence = keyEvidence(link);
  if (evidence) lines.push(`          ${visible(evidence)}`);
  for (const finding of ordered(link.findings)) {
    if (finding.verdict === "fail") lines.push(...failLines(finding));
    else if (finding.verdict === "excepted") lines.push(`    accepted ${finding.rule}  ${said(finding)}`);
    else if (finding.verdict === "unknown") lines.push(`    unknown  ${finding.rule}  ${said(finding)}`);
    else if (options.everything)
      lines.push(`    ${finding.verdict === "pass" ? "pass   " : finding.verdict}  ${finding.rule}  ${said(finding)}`);
  }
  return lines;
}

/** What a finding says of its resource, in one line whatever its name. */
const said = ({ resource, message }: Finding): string => `${visible(resource)}: ${visible(message)}`;

function failLines(finding: Finding): string[] {
  const references = Object.entries(finding.references)
    .flatMap(([catalogue, ids]) => (ids as string[]).map((id) => `${catalogue} ${id}`))
    .join(", ");
  return [
    `    fail     ${finding.rule} (${finding.severity})  ${said(finding)}`,
    `             fix: ${finding.remediation}${references ? `  [${references}]` : ""}`,
  ];
}

/** The evidence that says most in one line: the gravest rules' that pass, of different kinds of resources first. */
export function keyEvidence(link: LinkVerdict): string {
  const passes = ordered(link.findings).filter((finding) => finding.verdict === "pass");
  const chosen = [...new Map(passes.map((finding) => [finding.rule, finding])).values()].slice(0, 2);
  return chosen.map((finding) => `${finding.resource}: ${finding.evidence}`).join("; ");
}

function ordered(findings: Finding[]): Finding[] {
  return findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}
