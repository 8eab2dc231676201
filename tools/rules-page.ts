import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { rules } from "../src/links";
import { type Link, links, linkTitles } from "../src/links/rule";
import { setAside } from "../src/links/set-aside";

/** Writes RULES.md and a page for each link in docs/rules from the rules; `--check` only compares. */
const root = resolve(__dirname, "..");

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

/** What `hardened-databricks rules ID` says of each rule of a link, as a page. */
function linkPage(link: Link): string {
  const own = rules.filter((rule) => rule.link === link);
  return [
    `# Link ${link}: ${linkTitles[link]}`,
    "",
    "Made from the rules by `npm run rules`. Where other tools ask for something else: [disagreements](disagreements.md).",
    "",
    ...own.flatMap((rule) => {
      const elsewhere = Object.entries(rule.references).map(([catalogue, ids]) => `${catalogue} ${(ids as string[]).join(", ")}`);
      return [
        `## ${rule.id}`,
        "",
        `**${rule.title}.** ${rule.why}`,
        "",
        `- Severity: ${rule.severity}`,
        `- Judges: ${rule.appliesTo}${rule.isLocal ? " (by itself: the policy pack speaks before it is made)" : ""}`,
        `- Profiles: ${rule.profiles.join(", ")}`,
        `- Fix: ${rule.remediation}`,
        ...(elsewhere.length > 0 ? [`- Elsewhere: ${elsewhere.join("; ")}`] : []),
        "",
      ];
    }),
  ].join("\n");
}

const pages: [string, string][] = [
  ["RULES.md", page()],
  ...links.map((link): [string, string] => [`docs/rules/link${link}.md`, linkPage(link)]),
];
for (const [file, text] of pages) {
  const path = resolve(root, file);
  if (!process.argv.includes("--check")) {
    mkdirSync(resolve(path, ".."), { recursive: true });
    writeFileSync(`${path}.tmp`, text);
    renameSync(`${path}.tmp`, path);
  } else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    console.error(`${file} differs from the rules: run \`npm run rules\``);
    process.exitCode = 1;
  }
}
