import { Eta } from "eta";
import { ruleById } from "../../links";
import { attestations } from "../../links/attested";
import { type Finding, linkTitles, severities } from "../../links/rule";
import type { LinkVerdict, Verdict } from "../../links/verdict";
import type { ReportOptions } from "../options";
import { keyEvidence } from "../text";
import { diagram, states } from "./diagram";
import { page } from "./page";

const eta = new Eta({ autoEscape: true, cache: true });

/** Verdicts as one page that a security officer reads: needs no script, no network, no other file. */
export function toHtml(verdicts: Verdict[], options: ReportOptions = {}): string {
  const exceptions = (options.exceptions ?? []).map((use) => ({ ...use, word: use.state === "used" ? "accepted" : use.state }));
  const deployments = verdicts.map((verdict, i) => ({
    name: verdict.name,
    profile: verdict.profile,
    diagram: diagram(verdict.links, `d${i + 1}`),
    links: verdict.links.map((link) => linkView(link, `d${i + 1}`)),
  }));
  const title = `The communication links of ${verdicts.length === 1 ? verdicts[0]?.name : `${verdicts.length} deployments`}`;
  return eta.renderString(page, { title, day: options.day, version: options.version, deployments, exceptions });
}

function linkView(linkVerdict: LinkVerdict, prefix: string) {
  const { link, verdict, note, findings } = linkVerdict;
  const views = findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)).map(findingView);
  const judged = views.filter((view) => view.verdict !== "notApplicable");
  const passing = views.filter((view) => view.verdict === "pass");
  return {
    link,
    verdict,
    anchor: `${prefix}-link-${link}`,
    title: linkTitles[link],
    ...states[verdict],
    note,
    count: `${passing.length} of ${judged.length} checks pass`,
    evidence: keyEvidence(linkVerdict),
    open: judged.filter((view) => view.verdict !== "pass"),
    passing,
    without: views.filter((view) => view.verdict === "notApplicable"),
    attested: attestations.filter((attestation) => attestation.link === link),
  };
}

function findingView(finding: Finding) {
  const rule = ruleById(finding.rule);
  return {
    ...finding,
    title: rule?.title ?? finding.rule,
    why: rule?.why ?? "",
    word: finding.verdict === "fail" ? `${finding.severity}: fails` : finding.verdict === "excepted" ? "accepted" : finding.verdict,
    fix: finding.verdict === "fail" ? finding.remediation : "",
    references: Object.entries(finding.references)
      .flatMap(([catalogue, ids]) => (ids as string[]).map((id) => `${catalogueNames[catalogue] ?? catalogue} ${id}`))
      .join(", "),
  };
}

const catalogueNames: Record<string, string> = { cis: "CIS", mcsb: "MCSB", azurePolicy: "Azure Policy", sat: "SAT", checkov: "Checkov" };
