import { gzipSync } from "node:zlib";
import { Estate } from "../../../src/estate/estate";
import { readInput, UnreadableInputError } from "../../../src/estate/readers";
import type { Scope } from "../../../src/estate/scope";
import { judge } from "../../../src/links/verdict";
import type { DeployedProgram } from "../../../src/testing";
import { deployQuickstart } from "../../support/quickstart";
import { asStackExport } from "../../support/stack-export";

let program: DeployedProgram;
let exported: ReturnType<typeof asStackExport>;
beforeAll(async () => {
  program = await deployQuickstart();
  exported = asStackExport(program);
});

const secured = ["secured", "secured", "secured", "secured", "secured"];
const unknown = ["unknown", "unknown", "unknown", "unknown", "unknown"];
const judged = (content: Buffer | string) => {
  const verdict = judge(new Estate([readInput("x", content)]).scopes()[0] as Scope);
  const said = verdict.links[0]?.findings.find((finding) => finding.rule === "L1-everything-read")?.message ?? "";
  return { links: verdict.links.map((link) => link.verdict), said };
};

describe("a file is read as people have it", () => {
  test.each<[string, (text: string) => Buffer]>([
    ["UTF-8", (text) => Buffer.from(text)],
    ["UTF-8 with a mark", (text) => Buffer.from(`\uFEFF${text}`)],
    ["UTF-16, as PowerShell's > writes it", (text) => Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16, the other way round", (text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
    ["gzip", (text) => gzipSync(text)],
    ["gzip of UTF-16", (text) => gzipSync(Buffer.from(`\uFEFF${text}`, "utf16le"))],
  ])("%s", (_what, encode) => {
    expect(judged(encode(JSON.stringify(exported))).links).toEqual(secured);
  });

  test("a checkpoint file of a backend is a stack's state too", () => {
    const checkpoint = { version: 3, checkpoint: { stack: "organization/p/dev", latest: exported.deployment } };
    expect(judged(JSON.stringify(checkpoint)).links).toEqual(secured);
  });
});

describe("Azure Resource Graph speaks Azure's own words", () => {
  /** What the graph would tell: Azure's own shape, with properties around everything that is neither envelope nor list. */
  const rows = () =>
    program.deployment.resources
      .filter((resource) => resource.knownId?.startsWith("/subscriptions/") && !resource.key.includes("#"))
      .map(({ id, name, type, properties }) => {
        const { location, tags, sku, identity, kind, ...rest } = properties;
        return {
          id,
          name: String(properties.name ?? name),
          type: type.toLowerCase(),
          location,
          tags,
          sku,
          identity,
          kind,
          properties: rest,
        };
      });
  const networkLinks = (content: unknown) => judged(JSON.stringify(content)).links.slice(2, 3);

  test.each<[string, (all: object[]) => unknown]>([
    ["with what stands around the rows", (all) => ({ count: all.length, data: all, skip_token: null, total_records: all.length })],
    ["as a list", (all) => all],
  ])("%s: what only Azure knows is as secured as in the stack", (_what, around) => {
    expect(networkLinks(around(rows()))).toEqual(["secured"]);
  });

  test("one page of several leaves all unknown or worse, and says how to get the others", () => {
    const { links, said } = judged(JSON.stringify({ count: 10, total_records: 500, data: rows() }));
    expect(links).not.toContain("secured");
    expect(said).toMatch(/one page of several: .*--skip-token/);
  });
});

describe("what is unfinished is told, and leaves every link unknown", () => {
  const withState = (more: object, version = 3) => JSON.stringify({ version, deployment: { ...exported.deployment, ...more } });
  test.each<[string, () => string, RegExp]>([
    [
      "operations that did not end",
      () => withState({ pending_operations: [{ resource: {}, type: "creating" }] }),
      /1 operations were not finished.*pulumi refresh/,
    ],
    ["a version that nobody knows", () => withState({}, 99), /version 99/],
    [
      "a resource that waits for its deletion",
      () => {
        const [first] = exported.deployment.resources.filter((resource) => resource.urn.endsWith("::lakehouse-network-nsg"));
        return withState({ resources: [...exported.deployment.resources, { ...first, delete: true }] });
      },
      /1 resources wait for their deletion.*lakehouse-network-nsg/,
    ],
  ])("%s", (_what, text, said) => {
    const found = judged(text());
    expect(found.links).toEqual(unknown);
    expect(found.said).toMatch(said);
  });
});

describe("a preview", () => {
  const step = (op: string, resource: (typeof exported)["deployment"]["resources"][number], more: object = {}) => {
    const { urn, ...state } = resource;
    return { op, urn, oldState: state, newState: { type: state.type, provider: state.provider, inputs: state.inputs }, ...more };
  };
  const all = () => exported.deployment.resources;

  test("of a stack that stays as it is reads what stands", () => {
    const steps = all().map((resource) => step("same", resource));
    expect(judged(JSON.stringify({ steps, changeSummary: { same: steps.length } })).links).toEqual(secured);
  });

  test("that leaves out what does not change is unknown, and says how to show all", () => {
    const workspace = all().filter((resource) => /HardenedDatabricks$|databricks:Workspace$/.test(resource.type));
    const steps = workspace.map((resource) => step("update", resource));
    const found = judged(JSON.stringify({ steps, changeSummary: { same: 130, update: steps.length } }));
    expect(found.links).not.toContain("secured");
    expect(found.said).toMatch(/leaves out 130 unchanged resources: run `pulumi preview --json --show-sames`/);
    expect(judged(JSON.stringify({ steps: [], changeSummary: { same: 130 } })).links).toEqual(unknown);
  });

  test("a refresh has not the last word", () => {
    const steps = all().flatMap((resource) => {
      const opened = { ...resource, inputs: resource.inputs, outputs: { ...resource.outputs, publicNetworkAccess: "Enabled" } };
      const { urn: _urn, ...state } = opened;
      return /databricks:Workspace$/.test(resource.type)
        ? [step("refresh", resource, { newState: { ...resource, urn: undefined } }), step("update", resource, { newState: state })]
        : [step("same", resource)];
    });
    expect(judged(JSON.stringify({ steps })).links[0]).toBe("broken");
  });
});

describe("what other tools write is refused with what to do instead", () => {
  test.each<[string, string, RegExp]>([
    [
      "an ARM template",
      '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","resources":[]}',
      /ARM template.*az graph query/,
    ],
    [
      "az resource list",
      '[{"id":"/subscriptions/s/x","type":"Microsoft.Network/virtualNetworks","properties":null}]',
      /az resource list.*az graph query/,
    ],
    ["Terraform's state", '{"version":4,"terraform_version":"1.9.0","resources":[]}', /Terraform's state/],
    ["Terraform's plan", '{"format_version":"1.2","planned_values":{}}', /Terraform's state or plan/],
    ["Terraform", 'resource "azurerm_virtual_network" "v" {\n}', /is Terraform/],
    ["Bicep", "targetScope = 'subscription'\nparam location string", /is Bicep/],
    ["Bicep with a comment", "// network\nresource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {}", /is Bicep/],
  ])("%s", (_what, text, says) => {
    expect(() => readInput("x.file", text)).toThrow(UnreadableInputError);
    expect(() => readInput("x.file", text)).toThrow(says);
    expect(() => readInput("x.file", text)).toThrow(/^x\.file /);
  });

  test.each<[string, Buffer | string]>([
    ["gzip that is cut", gzipSync("{}").subarray(0, 12)],
    ["control characters", "\u001b]0;title\u0007{"],
    ["resources that are numbers", '{"deployment":{"manifest":{},"resources":[1,null,"x",{"urn":7}]}}'],
    ["nesting without an end", `${"[".repeat(20_000)}${"]".repeat(20_000)}`],
  ])("%s ends in one clear line, or in nothing to judge", (_what, content) => {
    try {
      expect(new Estate([readInput("x.file", content)]).scopes()[0]?.resources).toEqual([]);
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableInputError);
      const { message } = error as Error;
      expect(message).toMatch(/^x\.file /);
      expect([...message].every((character) => character >= " ")).toBe(true);
    }
  });
});
