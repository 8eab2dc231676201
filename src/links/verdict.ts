import type { Deployment, Profile } from "../deployment/deployment";
import { rules } from "./index";
import { type Finding, type Link, links, type Rule } from "./rule";
import { shownOnWorkspace } from "./shown-on-workspace";

/** What is said of a link: secured only where every rule that applies passes. */
export type LinkState = "secured" | "broken" | "unknown" | "notApplicable";

/** One link's verdict and what led to it. */
export interface LinkVerdict {
  link: Link;
  verdict: LinkState;
  /** What the verdict rests on, where that needs saying beside it. */
  note?: string;
  findings: Finding[];
}

/** The verdicts of one deployment: what every report is made from. */
export interface Verdict {
  name: string;
  /** The file that it was read from, if it was one. */
  source?: string;
  profile: Profile;
  links: LinkVerdict[];
}

/** Judges a deployment by the rules of its profile. */
export function judge(deployment: Deployment, chosen: readonly Rule[] = rules): Verdict {
  const findings = chosen.filter((rule) => rule.profiles.includes(deployment.profile)).flatMap((rule) => rule.evaluate(deployment));
  return {
    name: deployment.name,
    profile: deployment.profile,
    links: links.map((link) =>
      linkVerdict(
        link,
        findings.filter((finding) => finding.link === link),
      ),
    ),
  };
}

/** What is said of a link by its findings. */
export function linkVerdict(link: Link, findings: Finding[]): LinkVerdict {
  const verdict = stateOf(findings);
  return { link, verdict, ...(link === 4 && verdict === "secured" ? { note: shownOnWorkspace(findings) } : {}), findings };
}

/** Broken where a finding fails, else unknown where one is, else secured; not applicable where no rule had anything to judge. */
export function stateOf(findings: Finding[]): LinkState {
  if (findings.some((finding) => finding.verdict === "fail")) return "broken";
  if (findings.some((finding) => finding.verdict === "unknown")) return "unknown";
  if (findings.some((finding) => finding.verdict === "pass" || finding.verdict === "excepted")) return "secured";
  return "notApplicable";
}
