import { link1Rules } from "./link1";
import { link2Rules } from "./link2";
import { link3Rules } from "./link3";
import { link4Rules } from "./link4";
import { link5Rules } from "./link5";
import type { Rule } from "./rule";

/** Every rule, link by link. */
export const rules: readonly Rule[] = [...link1Rules, ...link2Rules, ...link3Rules, ...link4Rules, ...link5Rules];

/** The rule with an id, or undefined where there is none. */
export function ruleById(id: string): Rule | undefined {
  return rules.find((rule) => rule.id.toLowerCase() === id.toLowerCase());
}
