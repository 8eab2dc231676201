import * as fc from "fast-check";
import { ArgumentError, HardenedDatabricks, type HardenedDatabricksArgs } from "../../../components";
import { ArgumentCheck } from "../../../components/arguments";
import { checkHardenedDatabricks } from "../../../components/hardened-databricks-args";
import { deploy } from "../../../src/testing";
import { anyConfigurations, validConfigurations } from "../../support/configurations";

/** What refuses arguments before anything is registered; the component's constructor calls it first. */
function refusal(name: string, args: HardenedDatabricksArgs): ArgumentError | undefined {
  try {
    checkHardenedDatabricks(new ArgumentCheck("HardenedDatabricks", name, 24), args);
    return undefined;
  } catch (error) {
    if (error instanceof ArgumentError) return error;
    throw error;
  }
}

test("10,000 arguments end in an ArgumentError that says what to do, or are accepted", () => {
  const seen = { refused: 0, accepted: 0 };
  const complained = new Set<string>();
  fc.assert(
    fc.property(anyConfigurations, ({ name, args }) => {
      const error = refusal(name, args);
      seen[error ? "refused" : "accepted"]++;
      if (!error) return;
      complained.add(error.argument.split(/[.[]/)[0] as string);
      expect(error.message).toMatch(/^HardenedDatabricks '.*': argument [\w.[\]]+ .{15,}/s);
    }),
    { numRuns: 10_000, endOnFailure: true },
  );
  expect(seen.refused).toBeGreaterThan(2_000);
  expect(seen.accepted).toBeGreaterThan(1_000);
  expect(complained.size).toBeGreaterThan(20);
});

test("arguments that construct give a deployment that the local Azure accepts", async () => {
  const outcomes = { deployed: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(anyConfigurations, async ({ name, args }) => {
      // What stands in a hub or network of somebody else's is not made up here.
      fc.pre(args.hub === undefined && args.existingNetwork === undefined && args.logAnalyticsWorkspaceId === undefined);
      const error = refusal(name, args);
      const { dbfsRootEncryption: _second, ...first } = args;
      const outcome = await deploy(() => new HardenedDatabricks(name, error ? args : first)).then(
        () => "deployed" as const,
        (thrown: unknown) => {
          if (thrown instanceof ArgumentError) return "refused" as const;
          throw thrown;
        },
      );
      expect(outcome).toBe(error ? "refused" : "deployed");
      outcomes[outcome]++;
    }),
    { numRuns: 30, endOnFailure: true },
  );
  expect(outcomes.deployed).toBeGreaterThan(5);
  expect(outcomes.refused).toBeGreaterThan(2);
});

test("no false alarm: configurations that open nothing fail no rule", async () => {
  await fc.assert(
    fc.asyncProperty(validConfigurations, async ({ name, args }) => {
      const { verdict } = await deploy(() => new HardenedDatabricks(name, args));
      const open = verdict.links.flatMap((link) => link.findings).filter((f) => f.verdict === "fail" || f.verdict === "unknown");
      // The second step to DBFS root's key needs the first.
      const expected = args.profile === "regulated" ? ["L5-dbfs-cmk"] : [];
      // An existing appliance stands outside: what it lets through is its owner's to show.
      expect(open.map((f) => f.rule)).toEqual(expected);
    }),
    { numRuns: 20, endOnFailure: true },
  );
});
