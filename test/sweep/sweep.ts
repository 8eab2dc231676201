import type { Scope } from "../../src/estate/scope";
import { rules } from "../../src/links";
import type { Link } from "../../src/links/rule";
import { judge } from "../../src/links/verdict";
import { Edit } from "../support/edit";
import { harmlessReason } from "./harmless";
import { type Weakening, weakeningsOf } from "./weakenings";

/** What became of one weakening. */
export interface Outcome {
  weakening: Weakening;
  /** The rules that fail because of it. */
  caughtBy: string[];
  /** The links that break because of it. */
  broken: Link[];
  /** The rules that cannot be decided because of it: such a link is not secured either. */
  undecided: string[];
  /** Why it does no harm, by name. */
  harmless: string | undefined;
}

/** Judges every single weakening of a deployment. */
export function sweep(deployment: Scope): Outcome[] {
  const base = new Edit(deployment);
  const before = open(base.done());
  return weakeningsOf(base).map((weakening) => {
    const edit = new Edit(deployment);
    weakening.apply(edit);
    const after = open(edit.done());
    const caughtBy = [...after.failing.keys()].filter((key) => !before.failing.has(key));
    const undecided = [...after.undecided].filter((key) => !before.undecided.has(key) && !before.failing.has(key));
    return {
      weakening,
      caughtBy: [...new Set(caughtBy.map((key) => key.split(" ")[0] as string))],
      broken: [...new Set(caughtBy.map((key) => after.failing.get(key) as Link))].sort(),
      undecided: [...new Set(undecided.map((key) => key.split(" ")[0] as string))],
      harmless: harmlessReason(weakening),
    };
  });
}

/** What fails and what cannot be decided, by rule and resource. */
function open(deployment: Scope): { failing: Map<string, Link>; undecided: Set<string> } {
  const failing = new Map<string, Link>();
  const undecided = new Set<string>();
  for (const { link, findings } of judge(deployment).links) {
    for (const finding of findings) {
      const key = `${finding.rule} ${finding.resource}`;
      if (finding.verdict === "fail") failing.set(key, link);
      if (finding.verdict === "unknown") undecided.add(key);
    }
  }
  return { failing, undecided };
}

/** Whether a weakening leaves its links as they were, and nobody has said why that does no harm. */
export const isEscaped = (outcome: Outcome): boolean =>
  outcome.caughtBy.length === 0 && outcome.undecided.length === 0 && outcome.harmless === undefined;

/** How many weakenings each rule is alone to catch: without it they would go unseen. */
export function uniqueCatches(outcomes: Outcome[]): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(rules.map((rule) => [rule.id, 0]));
  for (const { caughtBy, undecided } of outcomes)
    if (caughtBy.length === 1 && undecided.length === 0) counts[caughtBy[0] as string] = (counts[caughtBy[0] as string] ?? 0) + 1;
  return counts;
}
