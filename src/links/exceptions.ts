import type { Finding } from "./rule";
import { linkVerdict, type Verdict } from "./verdict";

/** A deviation from a rule that somebody has accepted, until a day. */
export interface Exception {
  /** The rule's id. */
  rule: string;
  /** The resource, as a report names it: `storageAccount 'lake'` or `lake`; `*` stands for any text. */
  resource: string;
  /** Why it is accepted. */
  reason: string;
  /** The last day on which it holds, as YYYY-MM-DD. */
  expires: string;
}

/** An exception, and what became of it in a report. */
export interface ExceptionUse extends Exception {
  /** `used` where it excepted something; `unused` and `expired` make a report fail. */
  state: "used" | "unused" | "expired";
  /** What it excepted, as `deployment: resource`. */
  findings: string[];
}

/**
 * Takes accepted deviations out of verdicts. Only what fails can be excepted; what is unknown stays unknown.
 * @param today - the day that decides what has expired, as YYYY-MM-DD.
 */
export function except(verdicts: Verdict[], exceptions: Exception[], today: string): { verdicts: Verdict[]; exceptions: ExceptionUse[] } {
  const uses = exceptions.map(
    (exception): ExceptionUse => ({ ...exception, state: exception.expires < today ? "expired" : "unused", findings: [] }),
  );
  const apply = (finding: Finding, scope: string): Finding => {
    if (finding.verdict !== "fail") return finding;
    const use = uses.find(
      (candidate) => candidate.state !== "expired" && candidate.rule === finding.rule && matches(candidate.resource, finding.resource),
    );
    if (!use) return finding;
    use.state = "used";
    use.findings.push(`${scope}: ${finding.resource}`);
    return { ...finding, verdict: "excepted", message: `${finding.message}; accepted until ${use.expires}: ${use.reason}` };
  };
  const excepted = verdicts.map((verdict) => ({
    ...verdict,
    links: verdict.links.map(({ link, findings }) =>
      linkVerdict(
        link,
        findings.map((finding) => apply(finding, verdict.name)),
      ),
    ),
  }));
  return { verdicts: excepted, exceptions: uses };
}

/** Whether a pattern names a resource: by its whole label, or by the name in it. */
function matches(pattern: string, label: string): boolean {
  const expression = new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "i");
  const name = /'(.+)'$/.exec(label)?.[1];
  return expression.test(label) || (name !== undefined && expression.test(name));
}

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
