import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { rules } from "../../src/links";
import type { Finding, FindingVerdict, Link } from "../../src/links/rule";
import { links } from "../../src/links/rule";
import { stateOf, type Verdict } from "../../src/links/verdict";
import { toHtml } from "../../src/report/html";

/** Screenshots and pages land here, to be looked at; ignored by git. */
const folder = resolve(__dirname, "../../.hardened-databricks/browser");
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
if (!executablePath && !process.env.CI)
  process.stderr.write("SKIPPED: tests of the HTML report in a browser, since there is no chromium: install the package of that name\n");
/** Skipped and counted where there is no browser; with CI set that is a failure. */
const browserTest = executablePath || process.env.CI ? test : test.skip;

let browser: Browser;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  if (executablePath) browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
});
afterAll(() => browser?.close());

/** A report with a number of findings of every verdict, whose texts are long and hostile. */
function verdict(count: number): Verdict {
  const verdicts: FindingVerdict[] = ["pass", "fail", "unknown", "notApplicable", "excepted"];
  const findings = Array.from({ length: count }, (_, i): Finding => {
    const rule = rules[i % rules.length] as (typeof rules)[number];
    return {
      rule: rule.id,
      link: rule.link,
      severity: rule.severity,
      verdict: verdicts[i % verdicts.length] as FindingVerdict,
      resource: `subnet 'lakehouse-${i}-${"x".repeat(60)}'`,
      message: `<script>document.title='broken'</script> & "${"/subscriptions/0/resourceGroups/rg".repeat(4)}"`,
      evidence: `publicNetworkAccess is 'Disabled' <b>${i}</b>`,
      remediation: rule.remediation,
      references: rule.references,
    };
  });
  const own = (link: Link) => findings.filter((finding) => finding.link === link);
  return {
    name: "<lakehouse>",
    profile: "private",
    links: links.map((link) => ({ link, verdict: stateOf(own(link)), findings: own(link) })),
  };
}

async function open(name: string, html: string, width: number, more: BrowserContextOptions = {}): Promise<Page> {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, html);
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...more });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  return page;
}

/** Runs a function of the page's own language there: its globals are the browser's, which this project does not know. */
const inPage = <T>(page: Page, body: string): Promise<T> => page.evaluate(`(() => { ${body} })()`) as Promise<T>;

const options = { day: "2027-01-01", version: "1.0.0" };

browserTest.each([10, 100, 1000])(
  "a report of %i findings needs no script and no network, and does not spill over 400 pixels",
  async (count) => {
    const html = toHtml([verdict(count)], options);
    const still = await open(`report-${count}`, html, 400, { javaScriptEnabled: false });
    await still.screenshot({ path: join(folder, `report-${count}-400.png`) });
    await still.context().close();

    const page = await open(`report-${count}`, html, 400);
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.reload({ waitUntil: "load" });
    const found = await inPage<{ overflow: string[]; title: string; text: string; strangers: number }>(
      page,
      `for (const details of document.querySelectorAll("details")) details.open = true;
     const spills = (e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest("thead");
     return {
       overflow: [...document.querySelectorAll("body *")].filter(spills).map((e) => e.tagName + "." + e.getAttribute("class") + ": " + e.textContent.slice(0, 60)),
       title: document.title,
       text: document.body.innerText,
       strangers: document.querySelectorAll("script, link, img, iframe, b").length,
     };`,
    );
    expect(found.overflow).toEqual([]);
    expect(found.title).toBe("The communication links of <lakehouse>");
    expect(found.strangers).toBe(0);
    expect(found.text).toContain("<script>document.title='broken'</script>");
    expect(requests.filter((url) => !url.startsWith("file:"))).toEqual([]);
    await page.context().close();
  },
);

browserTest("each link's line leads to its evidence, and its state is told by word and sign, not by colour alone", async () => {
  const page = await open("links", toHtml([verdict(2 * rules.length)], options), 1100);
  for (const link of links) {
    await page.click(`svg.wide a[href="#d1-link-${link}"] circle`);
    expect(new URL(page.url()).hash).toBe(`#d1-link-${link}`);
    expect(await page.textContent(`#d1-link-${link} h3`)).toMatch(new RegExp(`^Link ${link}: .* ✗ broken`));
  }
  expect(await page.getAttribute("svg.wide", "aria-label")).toContain("link 4, node ↔ node inside a cluster: broken");
  await page.context().close();
});

browserTest.each([
  ["light", 1100],
  ["dark", 1100],
  ["light", 400],
  ["dark", 400],
] as const)("text can be read against its ground: %s, %i pixels", async (colorScheme, width) => {
  const page = await open(`contrast-${colorScheme}-${width}`, toHtml([verdict(60)], options), width, { colorScheme });
  await page.screenshot({ path: join(folder, `${colorScheme}-${width}.png`), fullPage: true });
  const found = await inPage<{ poor: object[]; small: number[]; ground: string }>(
    page,
    `const channel = (c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
     const luminance = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number); return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
     const ground = (e) => { const colour = getComputedStyle(e).backgroundColor; return /rgba\\(.*, 0\\)/.test(colour) && e.parentElement ? ground(e.parentElement) : colour; };
     const poor = [...document.querySelectorAll("h1, h2, h3, p, dd, dt, td, code, .state, summary, li, strong")]
       .map((e) => { const [a, b] = [luminance(getComputedStyle(e).color), luminance(ground(e))]; return { text: e.textContent.slice(0, 40), ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) }; })
       .filter(({ ratio }) => ratio < 4.5);
     const small = [...document.querySelectorAll("svg text")].map((t) => t.getBoundingClientRect().height).filter((tall) => tall > 0 && tall < 9);
     return { poor, small, ground: getComputedStyle(document.body).backgroundColor };`,
  );
  expect(found.poor).toEqual([]);
  expect(found.small).toEqual([]);
  expect(found.ground).toBe(colorScheme === "dark" ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)");
  await page.context().close();
});

browserTest("in print everything that is folded on the screen is there", async () => {
  const page = await open("print", toHtml([verdict(100)], options), 1100);
  const pdf = await page.pdf({ path: join(folder, "print.pdf"), format: "A4" });
  expect(pdf.length).toBeGreaterThan(20_000);
  const visible = "return [...document.querySelectorAll('details table')].map((table) => table.checkVisibility());";
  expect((await inPage<boolean[]>(page, visible)).some((shown) => shown)).toBe(false);
  await page.emulateMedia({ media: "print" });
  const printed = await inPage<boolean[]>(page, visible);
  expect(printed.length).toBeGreaterThan(5);
  expect(printed.every((shown) => shown)).toBe(true);
  await page.context().close();
});

browserTest("an accessible name stands on everything that can be reached by keyboard, and headings come in order", async () => {
  const page = await open("keyboard", toHtml([verdict(60)], options), 1100);
  const found = await inPage<{ nameless: number; levels: number[]; language: string }>(
    page,
    `const name = (e) => (e.getAttribute("aria-label") ?? e.textContent).trim();
     return {
       nameless: [...document.querySelectorAll("a[href], summary")].filter((e) => !name(e)).length,
       levels: [...document.querySelectorAll("h1, h2, h3")].map((h) => Number(h.tagName[1])),
       language: document.documentElement.lang,
     };`,
  );
  expect(found.nameless).toBe(0);
  expect(found.levels[0]).toBe(1);
  expect(found.levels.every((level, i) => i === 0 || level - (found.levels[i - 1] as number) <= 1)).toBe(true);
  expect(found.language).toBe("en");
  await page.context().close();
});
