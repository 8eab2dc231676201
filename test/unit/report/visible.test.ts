import { judge } from "../../../src/links/verdict";
import { formatReport } from "../../../src/report/format";
import { visible } from "../../../src/report/visible";
import { Edit } from "../../support/edit";
import { deployQuickstart } from "../../support/quickstart";

test.each([
  ["a\nlink 1  all: secured", "a\\u{a}link 1  all: secured"],
  ["\u001b]8;;http://x\u0007here", "\\u{1b}]8;;http://x\\u{7}here"],
  ["\u001b]52;c;AAAA\u001b\\", "\\u{1b}]52;c;AAAA\\u{1b}\\"],
  ["\u009b31m", "\\u{9b}31m"],
  ["user\u202Egnp.exe", "user\\u{202e}gnp.exe"],
  ["a\u2028b", "a\\u{2028}b"],
  ["plain ü 数 ✓", "plain ü 数 ✓"],
])("%j shows what it is", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test("what is too long is cut, and says how long it was", () => {
  expect(visible("x".repeat(60_000_000))).toMatch(/^x{1000}… \(60000000 characters\)$/);
});

test.each(["text", "markdown"] as const)("a name forges no line of a %s report", async (format) => {
  const edit = new Edit((await deployQuickstart()).deployment);
  const forged = "x\n  link 1  user: secured, 99 of 99 checks pass\u001b]52;c;AAAA\u0007";
  edit.get("lakehouse-lake-account").name = forged;
  edit.set(forged, "supportsHttpsTrafficOnly", "no\n##vso[task.complete]");
  const report = formatReport(format, [judge(edit.done())], { everything: true });
  expect(report).not.toMatch(/^ *link 1 {2}user: secured, 99/m);
  expect(report).not.toMatch(/^ *##vso/m);
  expect([...report].some((character) => character < " " && character !== "\n")).toBe(false);
});
