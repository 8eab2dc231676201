import { Command } from "commander";
import { ruleById, rules } from "../../links";
import { links, linkTitles, type Rule } from "../../links/rule";
import { UsageError } from "../usage-error";

/** `rules`: lists the rules, or explains one. */
export function rulesCommand(): Command {
  return new Command("rules")
    .description("Lists the rules, or explains one.")
    .argument("[id]", "a rule, such as L3-no-public-ip")
    .addHelpText("after", "\nExample:\n  hardened-databricks rules L3-no-public-ip")
    .action((id: string | undefined) => {
      if (id === undefined) {
        process.stdout.write(listing());
        return;
      }
      const rule = ruleById(id);
      if (!rule) throw new UsageError(`there is no rule '${id}': \`hardened-databricks rules\` lists them`);
      process.stdout.write(explanation(rule));
    });
}

function listing(): string {
  return links
    .map((link) => {
      const own = rules.filter((rule) => rule.link === link);
      return `link ${link}  ${linkTitles[link]}\n${own.map((rule) => `  ${rule.id.padEnd(36)} ${rule.severity.padEnd(9)} ${rule.title}`).join("\n")}\n`;
    })
    .join("\n");
}

/** A rule as its page explains it. */
export function explanation(rule: Rule): string {
  const references = Object.entries(rule.references).map(([catalogue, ids]) => `${catalogue} ${(ids as string[]).join(", ")}`);
  return [
    `${rule.id}  link ${rule.link} (${linkTitles[rule.link]}), ${rule.severity}`,
    "",
    `${rule.title}.`,
    "",
    `Why:        ${rule.why}`,
    `Fix:        ${rule.remediation}`,
    `Applies to: ${rule.appliesTo}, in the profiles ${rule.profiles.join(", ")}`,
    ...(references.length > 0 ? [`Elsewhere:  ${references.join("; ")}`] : []),
    "",
  ].join("\n");
}
