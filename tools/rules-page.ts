import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { rules } from "../src/links";
import { links, linkTitles } from "../src/links/rule";
import { setAside } from "../src/links/set-aside";

/** Writes RULES.md from the rules; `--check` only compares. */
const path = resolve(__dirname, "../RULES.md");

function page(): string {
  const lines = [
    "# Rules",
    "",
    `${rules.length} rules judge the five links of a deployment. A link is secured where every rule that applies passes, broken where one fails,`,
    "and unknown where one cannot be decided. This page is generated from the rules by `npm run rules`; `hardened-databricks rules ID` explains one.",
    "",
  ];
  for (const link of links) {
    const own = rules.filter((rule) => rule.link === link);
    lines.push(
      `## Link ${link}: ${linkTitles[link]}`,
      "",
      "| rule | severity | what holds | why | fix | elsewhere |",
      "|---|---|---|---|---|---|",
    );
    for (const rule of own) {
      const elsewhere = Object.entries(rule.references).map(([catalogue, ids]) => `${catalogue} ${(ids as string[]).join(", ")}`);
      const only = rule.profiles.length < 4 ? ` (${rule.profiles.join(", ")})` : "";
      lines.push(
        `| \`${rule.id}\`${only} | ${rule.severity} | ${rule.title} | ${rule.why} | ${rule.remediation} | ${elsewhere.join("; ")} |`,
      );
    }
    lines.push("");
  }
  lines.push(
    "## Set aside",
    "",
    "| candidate | why it is no rule |",
    "|---|---|",
    ...setAside.map(({ id, reason }) => `| \`${id}\` | ${reason} |`),
    "",
  );
  return lines.join("\n");
}

if (!process.argv.includes("--check")) {
  writeFileSync(`${path}.tmp`, page());
  renameSync(`${path}.tmp`, path);
} else if (readFileSync(path, "utf8") !== page()) {
  console.error("RULES.md differs from the rules: run `npm run rules`");
  process.exitCode = 1;
}
