import { HardenedDatabricks } from "hardened-databricks";
import { assertPassesRule, assertSecureLink, type DeployedProgram, deploy, matchers, parseExceptions } from "hardened-databricks/testing";
import { quickstartArgs } from "../../support/quickstart";

expect.extend(matchers);

let program: DeployedProgram;
let open: DeployedProgram;
beforeAll(async () => {
  program = await deploy(() => new HardenedDatabricks("lakehouse", quickstartArgs));
  open = await deploy(() => new HardenedDatabricks("lakehouse", { ...quickstartArgs, enableClusterEncryption: false }));
});

test("links that are secured pass", () => {
  expect(program).toSecureLink(1);
  expect(program).toSecureLink(3);
  expect(program).toSecureLink(4);
  expect(open.verdict).not.toSecureLink(4);
  assertSecureLink(program, 5);
});

test("a link that is not fails with each finding and its remedy", () => {
  expect(() => expect(open).toSecureLink(4)).toThrow(
    /link 4 .* it is broken\n {2}fail L4-init-script-attached \(high\) .*\n {6}fix: Add a ClusterEncryption/,
  );
  expect(() => assertSecureLink(open, 4)).toThrow(/link 4/);
});

test("a secured link fails where it should not be", () => {
  expect(() => expect(program).not.toSecureLink(3)).toThrow(/not to be secured, but every rule that applies passes/);
});

test("an accepted deviation secures its link until its last day", async () => {
  const withOne = (expires: string) => {
    const entry = {
      rule: "L4-init-script-attached",
      resource: "lakehouse-workspace",
      reason: "moves to dedicated clusters next month",
      expires,
    };
    const exceptions = parseExceptions("exceptions.json", JSON.stringify({ exceptions: [entry] }));
    return deploy(() => new HardenedDatabricks("lakehouse", { ...quickstartArgs, enableClusterEncryption: false }), { exceptions });
  };
  expect(await withOne("2999-12-31")).toSecureLink(4);
  expect((await withOne("2026-01-01")).verdict).not.toSecureLink(4);
});

test("rules are asked by id", () => {
  expect(program).toPassRule("L3-no-public-ip");
  assertPassesRule(program, "L5-storage-https");
  expect(() => expect(open).toPassRule("L4-init-script-attached")).toThrow(
    /expected L4-init-script-attached to pass: Every cluster starts with the script/,
  );
});

test("a rule that applies nowhere does not pass", () => {
  expect(() => expect(program).toPassRule("L5-sql-tls12")).toThrow(/has no SQL server/);
});

test("a link or a rule that does not exist is said to be so", () => {
  expect(() => expect(program).toSecureLink(6)).toThrow(/link 6 does not exist: allowed are 1, 2, 3, 4, 5/);
  expect(() => expect(program).toPassRule("L9-nothing")).toThrow(/there is no rule 'L9-nothing'/);
});
