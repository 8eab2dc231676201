import { databricksTypes } from "../../../src/azure/databricks-types";
import { disagreement, type PolicyLimits } from "../../../src/estate/policy-language";
import { Resource } from "../../../src/estate/resource";
import { unknownValue, type Value } from "../../../src/estate/value";
import { type Answer, answer, type Definition, type Request } from "../../support/policy-engine";

/** The message of a refusal, or `accepted`. */
const outcome = (result: Answer) => ("accepted" in result ? "accepted" : result.refused);

describe("the stand-in of Databricks' policy engine answers as recorded and documented", () => {
  const tag = (limit: object): Definition => ({ "custom_tags.T": limit as Record<string, unknown> });
  const script = "/Volumes/c/s/v/x.sh";
  const pinned: Definition = { "init_scripts.0.volumes.destination": { type: "fixed", value: script } };
  const forbidden = { type: "forbidden" };

  test.each<[string, Definition, Request, boolean, string | RegExp]>([
    ["a fixed tag is supplied", tag({ type: "fixed", value: "a" }), {}, false, "accepted"],
    ["another value of it is refused", tag({ type: "fixed", value: "a" }), { "custom_tags.T": "b" }, false, /must be a \(is "b"\)/],
    [
      "a default is not supplied without being asked for",
      tag({ type: "unlimited", defaultValue: "a", isOptional: true }),
      {},
      false,
      "accepted",
    ],
    ["a fixed version may be left out", { spark_version: { type: "fixed", value: "17.3.x-scala2.13" } }, {}, false, "accepted"],
    ["a script beside the pinned one is let in", pinned, { "init_scripts.1.workspace.destination": "/x" }, false, "accepted"],
    [
      "and so it is from a store that the wildcard does not name",
      { ...pinned, "init_scripts.*.volumes.destination": forbidden },
      { "init_scripts.1.workspace.destination": "/x" },
      false,
      "accepted",
    ],
    [
      "not where every store is named",
      { ...pinned, "init_scripts.*.volumes.destination": forbidden, "init_scripts.*.workspace.destination": forbidden },
      { "init_scripts.1.workspace.destination": "/x" },
      false,
      /must be absent/,
    ],
    ["a key of SSH", { "ssh_public_keys.*": forbidden }, { "ssh_public_keys.0": "k" }, false, /must be absent/],
    ["no key of SSH", { "ssh_public_keys.*": forbidden }, {}, false, "accepted"],
    ["a wildcard of a map closes nothing", { "spark_conf.*": forbidden }, { "spark_conf.spark.authenticate": "false" }, false, "accepted"],
    [
      "a driver's size is free",
      { node_type_id: { type: "allowlist", values: ["A"] } },
      { node_type_id: "A", driver_node_type_id: "B" },
      false,
      "accepted",
    ],
    ["a policy for jobs", { cluster_type: { type: "fixed", value: "job" } }, { cluster_type: "all-purpose" }, false, /must be job/],
    [
      "a required range, left out: absent is 0",
      { autotermination_minutes: { type: "range", minValue: 10, maxValue: 1440 } },
      { cluster_type: "job" },
      false,
      /cannot be less than 10/,
    ],
    [
      "a default that nobody asks for",
      { node_type_id: { type: "allowlist", values: ["A"], defaultValue: "A" } },
      {},
      false,
      /must be present/,
    ],
    ["a default that somebody asks for", { node_type_id: { type: "allowlist", values: ["A"], defaultValue: "A" } }, {}, true, "accepted"],
    ["an element without a type", { node_type_id: { value: "A" } }, { node_type_id: "A" }, false, /malformed policy definition/],
  ])("%s", (_what, definition, request, withDefaults, expected) => {
    const seen = outcome(answer(definition, request, withDefaults));
    if (typeof expected === "string") expect(seen).toBe(expected);
    else expect(seen).toMatch(expected);
  });

  test("a default is supplied where it is asked for", () => {
    const definition = tag({ type: "unlimited", defaultValue: "a", isOptional: true });
    expect(answer(definition, {}, true)).toEqual({ accepted: { "custom_tags.T": "a" } });
    expect(answer(definition, {})).toEqual({ accepted: {} });
  });
});

describe("what of a cluster disagrees with a policy", () => {
  const cluster = (properties: Record<string, Value>) => new Resource({ key: "c", name: "c", type: databricksTypes.cluster, properties });
  const limits: PolicyLimits = {
    "init_scripts.0.workspace.destination": { type: "fixed", value: "/x" },
    "init_scripts.*.workspace.destination": { type: "forbidden" },
    "ssh_public_keys.*": { type: "forbidden" },
    "spark_conf.spark.authenticate": { type: "fixed", value: "true" },
    "spark_env_vars.BASH_ENV": { type: "forbidden" },
    "worker_node_type_flexibility.alternate_node_type_ids": { type: "forbidden" },
    spark_version: { type: "regex", pattern: "17\\.3\\.x-.*" },
    data_security_mode: { type: "allowlist", values: ["SINGLE_USER"] },
    autotermination_minutes: { type: "range", minValue: 10, maxValue: 60 },
    runtime_engine: { type: "blocklist", values: ["PHOTON"] },
  };

  test.each<[string, Record<string, Value>, RegExp | undefined]>([
    ["nothing said", {}, undefined],
    ["as pinned", { initScripts: [{ workspace: { destination: "/x" } }], sparkConf: { "spark.authenticate": "true" } }, undefined],
    ["a boolean for its text", { sparkConf: { "spark.authenticate": true } }, undefined],
    ["another script", { initScripts: [{ workspace: { destination: "/y" } }] }, /init_scripts\.0\.workspace\.destination is '\/y'/],
    ["a second script", { initScripts: [{ workspace: { destination: "/x" } }, { workspace: { destination: "/y" } }] }, /forbids/],
    ["a key", { sshPublicKeys: ["k"] }, /ssh_public_keys\.0 is set/],
    ["no keys", { sshPublicKeys: [] }, undefined],
    ["another setting", { sparkConf: { "spark.authenticate": "false" } }, /'false', and the policy says 'true'/],
    ["a variable", { sparkEnvVars: { BASH_ENV: "x" } }, /spark_env_vars\.BASH_ENV is set/],
    ["flexible sizes", { workerNodeTypeFlexibility: { alternateNodeTypeIds: ["A"] } }, /alternate_node_type_ids is set/],
    ["another version", { sparkVersion: "16.4.x-scala2.12" }, /what matches/],
    ["a longer version", { sparkVersion: "a17.3.x-scala2.13" }, /what matches/],
    ["another mode", { dataSecurityMode: "single_user" }, /one of SINGLE_USER/],
    ["never", { autoterminationMinutes: 0 }, /from 10 to 60/],
    ["what is blocked", { runtimeEngine: "PHOTON" }, /none of PHOTON/],
  ])("%s", (_what, properties, expected) => {
    const seen = disagreement(limits, cluster(properties));
    if (expected) expect(seen).toMatch(expected);
    else expect(seen).toBeUndefined();
  });

  test("an unknown value of what is limited is unknown; a secret is not shown", () => {
    expect(() => disagreement(limits, cluster({ sparkVersion: unknownValue }))).toThrow(/spark_version of Cluster 'c'/);
    const secret: PolicyLimits = { "spark_env_vars.ROOT_SECRET": { type: "fixed", value: "{{secrets/a/b}}" } };
    expect(disagreement(secret, cluster({ sparkEnvVars: { ROOT_SECRET: "hunter2" } }))).not.toContain("hunter2");
  });

  test("a pattern that only Java reads leaves it unknown", () => {
    expect(() => disagreement({ spark_version: { type: "regex", pattern: "(?i)x" } }, cluster({ sparkVersion: "x" }))).toThrow(/pattern/);
  });
});
