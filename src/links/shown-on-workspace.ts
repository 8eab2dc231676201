import type { Finding } from "./rule";

/** What is said beside a secured link 4 where nobody has looked: whether nodes do what they are told is seen on the wire, and no deployment shows it. */
export const notYetShown = "configured, not yet shown on this workspace";

/** What is said beside a secured link 4: who has looked at the wire and when, or that nobody has. */
export function shownOnWorkspace(findings: Finding[]): string {
  const own = findings.filter((finding) => finding.rule === "L4-wire-shown");
  if (!own.some((finding) => finding.verdict === "pass" || finding.verdict === "excepted")) return notYetShown;
  const words = ({ resource, evidence, message, verdict }: Finding) =>
    `${own.length > 1 ? `${resource}: ` : ""}${verdict === "excepted" ? message : evidence}`;
  return own.map(words).join("; ");
}
