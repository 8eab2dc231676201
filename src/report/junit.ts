import builder from "junit-report-builder";
import { linkTitles } from "../links/rule";
import type { Verdict } from "../links/verdict";
import type { ReportOptions } from "./options";

/** Verdicts as JUnit XML: a suite for each link, a case for each finding; unknown is an error, an accepted deviation is skipped. */
export function toJunit(verdicts: Verdict[], options: ReportOptions = {}): string {
  const report = builder.newBuilder();
  for (const verdict of verdicts) {
    for (const { link, findings } of verdict.links) {
      const suite = report.testSuite().name(clean(`${verdict.name}: link ${link}, ${linkTitles[link]}`));
      for (const finding of findings) {
        const testCase = suite
          .testCase()
          .className(clean(`${verdict.name}.link${link}`))
          .name(clean(`${finding.rule} ${finding.resource}`));
        if (finding.verdict === "fail") testCase.failure(clean(`${finding.message}\nfix: ${finding.remediation}`), finding.severity);
        else if (finding.verdict === "unknown") testCase.error(clean(finding.message), "unknown");
        else if (finding.verdict !== "pass") testCase.skipped();
      }
    }
  }
  const idle = (options.exceptions ?? []).filter((exception) => exception.state !== "used");
  if (idle.length > 0) {
    const suite = report.testSuite().name("exceptions");
    for (const { rule, resource, state, expires, reason } of idle)
      suite
        .testCase()
        .className("exceptions")
        .name(clean(`${rule} ${resource}`))
        .failure(clean(`${state}: ${reason} (until ${expires})`), state);
  }
  return `${report.build()}\n`;
}

/** Text without the characters that XML cannot hold. */
function clean(text: string): string {
  return [...text]
    .filter((character) => character >= " " || "\n\t".includes(character))
    .join("")
    .replace(/[\ufffe\uffff]/g, "");
}
