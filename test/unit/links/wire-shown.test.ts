import { resourceTypes } from "../../../src/azure/resource-types";
import { scriptDigest } from "../../../src/azure/script-digest";
import type { Scope } from "../../../src/estate/scope";
import { unknownValue } from "../../../src/estate/value";
import { except } from "../../../src/links/exceptions";
import L4WireShown from "../../../src/links/link4/L4-wire-shown";
import { coversWorkspaceOf } from "../../../src/links/result-of-workspace";
import { notYetShown } from "../../../src/links/shown-on-workspace";
import { judge } from "../../../src/links/verdict";
import type { WireReport, WireResult } from "../../../src/wire/result";
import { Edit } from "../../support/edit";
import { deployQuickstart } from "../../support/quickstart";
import { goodReport } from "../../support/wire-report";

const W = "lakehouse-workspace";
let quickstart: Scope;

beforeAll(async () => {
  quickstart = (await deployQuickstart()).deployment;
});

/** The quickstart with a result of its workspace, judged on a day. */
function withResult(change: Partial<WireReport> = {}, { day = "2026-11-30", digest = scriptDigest } = {}): Edit {
  const edit = new Edit(quickstart);
  const { workspaceUrl, workspaceId } = edit.get(W).properties as Record<string, string>;
  const report = { ...goodReport(), workspace: { url: workspaceUrl as string, id: workspaceId as string }, ...change };
  edit.wire = { result: { scriptDigest: digest, report }, day };
  return edit;
}
const answer = (edit: Edit) => L4WireShown.evaluate(edit.done()).map(({ verdict, message }) => ({ verdict, message }));
const link4 = (edit: Edit) => judge(edit.done()).links[3];

describe("a result", () => {
  test("stands beside a secured link 4", () => {
    expect(link4(withResult())).toMatchObject({
      verdict: "secured",
      note: "shown on this workspace on 2026-11-25 by 3 nodes, 5 days ago, in mode tls",
    });
  });

  test("that is not there leaves the link secured, and says that nobody has looked", () => {
    expect(link4(new Edit(quickstart))).toMatchObject({ verdict: "secured", note: notYetShown });
    expect(notYetShown).toBe("configured, not yet shown on this workspace");
  });

  test("with clear text breaks the link, and an accepted one is still told", () => {
    const edit = withResult({ nodes: goodReport().nodes.map((node) => ({ ...node, sentinel: { clearFrames: 3 } })) });
    expect(link4(edit)).toMatchObject({ verdict: "broken" });
    const exception = { rule: "L4-wire-shown", resource: "*", reason: "the network is ours alone until the move", expires: "2027-01-01" };
    const { verdicts } = except([judge(edit.done())], [exception], "2026-11-30");
    expect(verdicts[0]?.links[3]).toMatchObject({
      verdict: "secured",
      note: expect.stringMatching(/saw clear text.*accepted until 2027-01-01/),
    });
  });

  test.each<[string, () => Edit, RegExp]>([
    [
      "of ninety-one days",
      () => withResult({}, { day: "2027-02-24" }),
      /^the run of 2026-11-25 \(91 days ago\) is older than 90 days: run NodeTrafficCheck again$/,
    ],
    ["from after today", () => withResult({}, { day: "2026-11-24" }), /is dated after today, 2026-11-24: look at the clocks/],
    ["with another script", () => withResult({}, { digest: "ab".repeat(32) }), /was with another init script \(SHA-256 abababababab…\)/],
    [
      "in another mode than the policies fix",
      () =>
        withResult({ settings: { ...goodReport().settings, "spark.ssl.rpc.enabled": "false", "spark.network.crypto.enabled": "true" } }),
      /was in mode ctr, and the policies fix tls today: run NodeTrafficCheck again/,
    ],
    ["that proves nothing", () => withResult({ crossed: [] }), /proves nothing: nothing is known to have passed from .*, and \d+ more$/],
    [
      "that does not say where it is from",
      () => withResult({ workspace: { url: null, id: null } }),
      /does not say which workspace it is of/,
    ],
  ])("%s is unknown", (_what, edit, message) => {
    expect(answer(edit())).toEqual([{ verdict: "unknown", message: expect.stringMatching(message) }]);
    expect(link4(edit())?.verdict).toBe("unknown");
  });

  test("holds on its ninetieth day, and on its own", () => {
    for (const day of ["2027-02-23", "2026-11-25"]) expect(answer(withResult({}, { day }))[0]?.verdict).toBe("pass");
  });

  test.each<[string, WireReport["workspace"], boolean]>([
    ["its address with https", { url: "https://ADB-1.2.azuredatabricks.net/", id: null }, true],
    ["its number alone", { url: null, id: "1" }, true],
    ["another address", { url: "adb-2.2.azuredatabricks.net", id: null }, false],
    ["its address and another number", { url: "adb-1.2.azuredatabricks.net", id: "2" }, false],
    ["an address that only begins alike", { url: "adb-1.2.azuredatabricks.net.example", id: null }, false],
  ])("is told to be of the workspace by %s", (_what, workspace, isOwn) => {
    const edit = withResult({ workspace }).set(W, "workspaceUrl", "adb-1.2.azuredatabricks.net").set(W, "workspaceId", "1");
    const { result } = edit.wire as { result: WireResult };
    expect(coversWorkspaceOf(result, edit.done())).toBe(isOwn);
    expect(answer(edit)[0]?.verdict).toBe(isOwn ? "pass" : "notApplicable");
  });

  test("of a workspace whose address is not known yet is neither taken nor thrown out", () => {
    const edit = withResult().set(W, "workspaceUrl", unknownValue);
    expect(coversWorkspaceOf((edit.wire as { result: WireResult }).result, edit.done())).toBe(true);
    expect(answer(edit)[0]?.verdict).toBe("unknown");
  });

  test("shows one of two workspaces, and says so", () => {
    const edit = withResult();
    const { properties, id } = edit.get(W);
    edit.add(resourceTypes.workspace, "second", `${id}2`, { ...properties, workspaceUrl: "adb-9.9.azuredatabricks.net", workspaceId: "9" });
    const evidence = edit.scopes().map((scope) => [scope.workspace?.name, L4WireShown.evaluate(scope)[0]?.evidence]);
    expect(evidence).toEqual([
      [W, expect.stringContaining("shown on this workspace")],
      ["second", notYetShown],
    ]);
  });
});
