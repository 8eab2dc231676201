import { unreadIn } from "../estate/unread";
import { UnknownValueError } from "../estate/value";
import { defineRule, type Link, linkTitles, pass, type Rule, type Severity, unknown } from "./rule";
import { allWorkspaceSubnets, workspaces } from "./subjects";

/** The rule of a link that nothing which touches it went unread: what no rule looks at is named, and leaves the link unknown. */
export function everythingRead(link: Link, severity: Severity = "high"): Rule {
  return defineRule({
    id: `L${link}-everything-read`,
    severity,
    title: `Nothing that touches link ${link} is left unread`,
    why: `A resource that no rule knows may open or cut the link (${linkTitles[link]}), or deploy what does.`,
    remediation: "Audit what it deploys too, declare it by a type that is read, or show another way that it opens nothing.",
    appliesTo: "Databricks workspace",
    subjects: (scope) => {
      if (workspaces(scope).length === 0 && scope.gaps[0] !== undefined) throw new UnknownValueError(scope.gaps[0], "gap");
      if (workspaces(scope).length === 0 && allWorkspaceSubnets(scope).length > 0)
        throw new UnknownValueError("the workspace that the subnets for Databricks belong to", "outside");
      return [...workspaces(scope), ...unreadIn(scope).flatMap((unread) => (unread.links.includes(link) ? [unread.resource] : []))];
    },
    judge: (subject, scope) => {
      const unread = unreadIn(scope).find((candidate) => candidate.resource === subject && candidate.links.includes(link));
      if (unread) return unknown(`${subject.label} of type ${subject.type} ${unread.reason}`);
      if (scope.gaps.length > 0) return unknown(scope.gaps.join("; "));
      return pass(`${scope.resources.length} resources, none of which touches link ${link} unread`);
    },
  });
}
