import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { rules } from "../src/links";
import { links } from "../src/links/rule";
import { stateOf } from "../src/links/verdict";
import { toHtml } from "../src/report/html";

/** How long the HTML report takes to write and to open in a browser, by number of findings. Usage: report-cost.ts [CHROMIUM] */
async function main(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.argv[2] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const folder = mkdtempSync(join(tmpdir(), "report-cost-"));
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}, Chromium ${browser.version()}`,
  );
  for (const count of [10, 100, 1000]) {
    const findings = Array.from({ length: count }, (_, i) => {
      const rule = rules[i % rules.length] as (typeof rules)[number];
      const text = `publicNetworkAccess of workspace ${i} is 'Enabled'; wanted: 'Disabled'`;
      return {
        ...rule,
        rule: rule.id,
        verdict: i % 2 ? ("fail" as const) : ("pass" as const),
        resource: `workspace 'w${i}'`,
        message: text,
        evidence: text,
      };
    });
    const verdict = {
      name: "cost",
      profile: "private" as const,
      links: links.map((link) => {
        const own = findings.filter((finding) => finding.link === link);
        return { link, verdict: stateOf(own), findings: own };
      }),
    };
    const started = performance.now();
    const html = toHtml([verdict]);
    const written = performance.now() - started;
    const file = join(folder, `${count}.html`);
    writeFileSync(file, html);
    const opened: number[] = [];
    for (let run = 0; run < 5; run++) {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
      opened.push((await page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")) as number);
      await page.close();
    }
    opened.sort((a, b) => a - b);
    console.log(
      `${count} findings, ${(html.length / 1024).toFixed(0)} KiB: written in ${written.toFixed(0)} ms, opened in ${opened[2]?.toFixed(0)} ms (${opened[0]?.toFixed(0)} to ${opened[4]?.toFixed(0)})`,
    );
  }
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
