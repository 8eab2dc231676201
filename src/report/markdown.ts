import { type Finding, linkTitles } from "../links/rule";
import type { LinkState, Verdict } from "../links/verdict";
import type { ReportOptions } from "./options";
import { visible } from "./visible";

const signs: Record<LinkState, string> = {
  secured: "✅ secured",
  broken: "❌ broken",
  unknown: "❔ unknown",
  notApplicable: "➖ not applicable",
};

/** Verdicts as Markdown for a pull request: a table of links, and what is wrong with its remedy. */
export function toMarkdown(verdicts: Verdict[], options: ReportOptions = {}): string {
  const blocks = verdicts.flatMap((verdict) => {
    const rows = verdict.links.map(({ link, verdict: state, note, findings }) => {
      const judged = findings.filter((f) => f.verdict !== "notApplicable");
      const passing = judged.filter((f) => f.verdict === "pass").length;
      return `| ${link} | ${linkTitles[link]} | ${signs[state]}${note ? `, ${note}` : ""} | ${passing} of ${judged.length} |`;
    });
    const findings = verdict.links.flatMap((link) => link.findings);
    const open = findings.filter((f) => f.verdict === "fail" || f.verdict === "unknown" || f.verdict === "excepted");
    return [
      `### ${cell(verdict.name)} (profile ${verdict.profile})`,
      ["| link | what it connects | verdict | checks that pass |", "|---|---|---|---|", ...rows].join("\n"),
      ...(open.length > 0 ? [["| finding | resource | what is wrong | fix |", "|---|---|---|---|", ...open.map(row)].join("\n")] : []),
    ];
  });
  const exceptions = (options.exceptions ?? []).map(
    ({ rule, resource, reason, expires, state }) =>
      `| ${state === "used" ? "accepted" : `**${state}**`} | \`${rule}\` | ${cell(resource)} | ${cell(reason)} | ${expires} |`,
  );
  if (exceptions.length > 0)
    blocks.push("### Exceptions", ["| state | rule | resource | reason | expires |", "|---|---|---|---|---|", ...exceptions].join("\n"));
  return `${blocks.join("\n\n")}\n`;
}

function row({ rule, severity, verdict, resource, message, remediation }: Finding): string {
  const word = verdict === "fail" ? severity : verdict === "excepted" ? "accepted" : "unknown";
  return `| \`${rule}\` (${word}) | ${cell(resource)} | ${cell(message)} | ${verdict === "fail" ? cell(remediation) : ""} |`;
}

/** Text that stays in its cell and marks up nothing. */
function cell(text: string): string {
  return visible(text.replace(/\s+/g, " ")).replace(/[\\|<>*_`[\]]/g, "\\$&");
}
