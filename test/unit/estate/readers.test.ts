import { resourceTypes } from "../../../src/azure/resource-types";
import { Estate } from "../../../src/estate/estate";
import { readInput, type SourceKind, UnreadableInputError } from "../../../src/estate/readers";
import { Resource } from "../../../src/estate/resource";
import type { Scope } from "../../../src/estate/scope";
import { find, some, UnknownValueError, unknownValue } from "../../../src/estate/value";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (fields: object) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ...fields });
const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v";

const readDeployment = (name: string, text: string, kind?: SourceKind) => new Estate([readInput(name, text, kind)]).scopes()[0] as Scope;

function stackExport(resources: object[]): string {
  return JSON.stringify({
    version: 3,
    deployment: { manifest: {}, resources: [{ urn: urn("pulumi:pulumi:Stack", "shop-dev"), type: "pulumi:pulumi:Stack" }, ...resources] },
  });
}

describe("a stack export", () => {
  test("gives resources by Azure's type, with what the provider answered", () => {
    const deployment = readDeployment(
      "x",
      stackExport([
        {
          urn: urn("azure-native:network:VirtualNetwork", "net"),
          type: "azure-native:network:VirtualNetwork",
          id,
          inputs: { tags: { a: "asked" } },
          outputs: { tags: { a: "answered" } },
        },
        { urn: urn("random:index/randomString:RandomString", "r"), type: "random:index/randomString:RandomString", id: "r" },
      ]),
    );
    expect(deployment.name).toBe("shop-dev");
    expect(deployment.resources).toHaveLength(1);
    expect(deployment.byId(id.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions"))?.text("tags.a")).toBe("answered");
  });

  test("resources that wait for their deletion do not count", () => {
    expect(
      readDeployment(
        "x",
        stackExport([
          { urn: urn("azure-native:network:VirtualNetwork", "net"), type: "azure-native:network:VirtualNetwork", delete: true },
        ]),
      ).resources,
    ).toEqual([]);
  });

  test("the profile is what the component states", () => {
    const component = {
      urn: urn("hardened-databricks:index:HardenedDatabricks", "main"),
      type: "hardened-databricks:index:HardenedDatabricks",
      inputs: { profile: "hybrid" },
    };
    const workspace = { urn: urn("azure-native:databricks:Workspace", "w"), type: "azure-native:databricks:Workspace", id: `${id}/w` };
    expect(readDeployment("x", stackExport([component, workspace])).profile).toBe("hybrid");
    expect(readDeployment("x", stackExport([workspace])).profile).toBe("private");
  });

  test("encrypted secrets and unknowns are unknown, secrets in clear are read", () => {
    const outputs = { a: unknown, b: secret({ ciphertext: "xyz" }), c: secret({ plaintext: '"open"' }), d: { e: [unknown] } };
    const [resource] = readDeployment(
      "x",
      stackExport([{ urn: urn("azure-native:network:VirtualNetwork", "net"), type: "azure-native:network:VirtualNetwork", id, outputs }]),
    ).resources;
    expect(() => resource?.value("a")).toThrow(UnknownValueError);
    expect(() => resource?.value("b.deeper")).toThrow(/b\.deeper of virtualNetwork 'net' is encrypted in this input/);
    expect(resource?.value("c")).toBe("open");
    expect(() => resource?.texts("d.e")).toThrow(UnknownValueError);
  });
});

describe("a preview", () => {
  const step = (op: string, name: string, newState: object) => ({
    op,
    urn: urn("azure-native:network:VirtualNetwork", name),
    newState: { type: "azure-native:network:VirtualNetwork", ...newState },
  });

  test("gives what would stand, without ids that are not known", () => {
    const deployment = readDeployment(
      "x",
      JSON.stringify({
        steps: [
          step("create", "new", { inputs: { tags: { a: unknown } } }),
          step("same", "old", { id, inputs: {}, outputs: { tags: {} } }),
          step("delete", "gone", {}),
        ],
      }),
    );
    expect(deployment.ofType(resourceTypes.virtualNetwork).map((r) => [r.name, r.knownId])).toEqual([
      ["new", undefined],
      ["old", id],
    ]);
    expect(() => deployment.resources[0]?.id).toThrow(UnknownValueError);
  });
});

describe("what cannot be read is refused in one line", () => {
  test.each([
    ["nothing", "", /^x is empty: expected/],
    ["white space", " \n", /^x is empty/],
    ["no JSON", "hello\nworld", /^x is not JSON \(.*\): expected what `pulumi stack export` prints/],
    ["JSON of another kind", '{"name":"package"}', /^x is JSON, but not of a kind that can be read/],
    ["a list", "[]", /^x is JSON, but not/],
    ["null", "null", /^x is JSON, but not/],
  ])("%s", (_what, text, message) => {
    let error: unknown;
    try {
      readDeployment("x", text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UnreadableInputError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain("\n");
  });

  test("a kind that was asked for and does not fit", () => {
    expect(() => readDeployment("x", '{"steps":[]}', "stack-export")).toThrow(/but not what `pulumi stack export` prints/);
  });
});

describe("questions about unknowns", () => {
  const resource = new Resource({ key: "k", name: "n", type: "T/ts", properties: { list: [{ a: 1 }, unknownValue, { a: 2 }] } });

  test("a sure yes is found behind an unknown, and without one the answer is unknown", () => {
    const throwing = () => {
      throw new UnknownValueError("it");
    };
    expect(some([0, 1], (i) => (i === 0 ? throwing() : true))).toBe(true);
    expect(() => some([0, 1], (i) => (i === 0 ? throwing() : false))).toThrow(UnknownValueError);
    expect(some([0, 1], () => false)).toBe(false);
    expect(find([1, 2, 3], (i) => i > 1)).toBe(2);
  });

  test("an unknown item of a list is not an empty one", () => {
    expect(resource.items("list")).toHaveLength(3);
    expect(() => resource.items("list")[1]?.value("a")).toThrow(UnknownValueError);
    expect(resource.items("list")[2]?.value("a")).toBe(2);
  });
});
