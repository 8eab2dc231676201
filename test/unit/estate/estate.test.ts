import * as fc from "fast-check";
import { HardenedDatabricks } from "../../../components";
import { Estate } from "../../../src/estate/estate";
import type { ResourceRecord } from "../../../src/estate/resource";
import type { Scope } from "../../../src/estate/scope";
import { judge } from "../../../src/links/verdict";
import { deploy } from "../../../src/testing";
import { deployQuickstart, quickstartArgs } from "../../support/quickstart";

let quickstart: Scope;
beforeAll(async () => {
  quickstart = (await deployQuickstart()).deployment;
});

const verdicts = (scopes: Scope[]) =>
  Object.fromEntries(scopes.map((scope) => [scope.name, judge(scope).links.map((link) => link.verdict)]));
const linksOf = (records: readonly ResourceRecord[]) =>
  judge(new Estate([{ name: "x", records }]).scopes()[0] as Scope).links.map((link) => link.verdict);
const secured = ["secured", "secured", "secured", "secured", "secured"];

/** Another workspace beside the quickstart's, in a network of its own. */
async function neighbour(profile: "private" | "hybrid" | "regulated"): Promise<readonly ResourceRecord[]> {
  const { deployment } = await deploy(
    () =>
      new HardenedDatabricks("other", {
        ...quickstartArgs,
        addressSpace: "10.60.0.0/22",
        profile,
        ...(profile === "hybrid"
          ? { transitAddressSpace: undefined, allowedIpAddresses: ["198.51.100.0/24"] }
          : { transitAddressSpace: "10.70.0.0/26" }),
      } as typeof quickstartArgs),
    { stack: "other" },
  );
  return deployment.records;
}

describe("each workspace has a scope and a profile of its own", () => {
  test("two components of one program", async () => {
    const { verdicts: found } = await deploy(() => {
      new HardenedDatabricks("a", { ...quickstartArgs, profile: "private" });
      new HardenedDatabricks("b", {
        ...quickstartArgs,
        addressSpace: "10.60.0.0/22",
        transitAddressSpace: undefined,
        profile: "hybrid",
        allowedIpAddresses: ["198.51.100.0/24"],
      } as typeof quickstartArgs);
    });
    expect(found.map((verdict) => [verdict.name, verdict.profile])).toEqual([
      ["stack: a-workspace", "private"],
      ["stack: b-workspace", "hybrid"],
    ]);
    for (const verdict of found) expect(verdict.links.map((link) => link.verdict)).toEqual(secured);
  });

  test.each(["private", "hybrid", "regulated"] as const)("an unrelated workspace of the profile %s changes nothing", async (profile) => {
    const other = await neighbour(profile);
    for (const order of [
      [quickstart.records, other],
      [other, quickstart.records],
    ]) {
      const scopes = new Estate([{ name: "x", records: order.flat() }]).scopes();
      expect(scopes).toHaveLength(2);
      expect(verdicts(scopes)["x: lakehouse-workspace"]).toEqual(secured);
      expect(scopes.find((scope) => scope.name === "x: other-workspace")?.profile).toBe(profile);
    }
  });

  test("what is wrong with a neighbour breaks the neighbour's links only", async () => {
    const other = (await neighbour("private")).map((record) =>
      record.name === "other-workspace" ? { ...record, properties: { ...record.properties, publicNetworkAccess: "Enabled" } } : record,
    );
    const found = verdicts(new Estate([{ name: "x", records: [...quickstart.records, ...other] }]).scopes());
    expect(found["x: lakehouse-workspace"]).toEqual(secured);
    expect(found["x: other-workspace"]?.[0]).toBe("broken");
  });

  test("a provider by host is its workspace's, another's host is another's, and none where several are there is unknown", async () => {
    const other = await neighbour("private");
    const address = (records: readonly ResourceRecord[], name: string) =>
      records.find((record) => record.name === name)?.properties.workspaceUrl;
    const by = (records: readonly ResourceRecord[], home: Partial<ResourceRecord>) =>
      records.map(
        (record): ResourceRecord =>
          record.type.startsWith("databricks:") ? { ...record, workspaceId: undefined, workspaceHost: undefined, ...home } : record,
      );
    const own = `https://${String(address(quickstart.records, "lakehouse-workspace"))}/`;
    const theirs = String(address(other, "other-workspace")).toUpperCase();
    const judged = (home: Partial<ResourceRecord>) =>
      verdicts(new Estate([{ name: "x", records: [...by(quickstart.records, home), ...other] }]).scopes())["x: lakehouse-workspace"];
    expect(judged({ workspaceHost: own })).toEqual(secured);
    expect(judged({ workspaceHost: theirs })?.[3]).toBe("broken");
    expect(judged({})).toEqual(["unknown", "unknown", "secured", "unknown", "unknown"]);
    expect(linksOf(by(quickstart.records, {}))).toEqual(secured);
    expect(linksOf(by(quickstart.records, { workspaceHost: "https://adb-7.7.azuredatabricks.net" }))[3]).toBe("broken");
  });
});

describe("several inputs are one estate", () => {
  const isNetwork = (record: ResourceRecord) => /^Microsoft\.Network\//.test(record.type);

  test("halves of a deployment are unknown or worse alone, and secured together", () => {
    const network = { name: "network", records: quickstart.records.filter(isNetwork) };
    const platform = { name: "platform", records: quickstart.records.filter((record) => !isNetwork(record)) };
    for (const inputs of [
      [network, platform],
      [platform, network],
    ]) {
      const [scope] = new Estate(inputs).scopes() as [Scope];
      expect(judge(scope).links.map((link) => link.verdict)).toEqual(secured);
      expect(scope.name).toBe(inputs.map((input) => input.name).join(" + "));
    }
    for (const alone of [network, platform]) expect(linksOf(alone.records).slice(2, 3)).not.toContain("secured");
  });

  test("order, case of ids, and which file a record stands in change no verdict", () => {
    const shouted = (record: ResourceRecord): ResourceRecord => ({
      ...record,
      ...(record.id?.startsWith("/subscriptions") ? { id: record.id.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions") } : {}),
    });
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...quickstart.records], { minLength: quickstart.records.length }),
        fc.infiniteStream(fc.boolean()),
        (records, coins) => {
          const first: ResourceRecord[] = [];
          const second: ResourceRecord[] = [];
          for (const record of records)
            (coins.next().value ? first : second).push(coins.next().value && !record.type.includes(":") ? shouted(record) : record);
          const [scope] = new Estate([
            { name: "a", records: first },
            { name: "b", records: second },
          ]).scopes() as [Scope];
          expect(judge(scope).links.map((link) => link.verdict)).toEqual(secured);
        },
      ),
      { numRuns: 15 },
    );
  });

  test("taking away a record never makes a link secured that was not, and leaves none secured that needs it", () => {
    const broken = quickstart.records.map((record) =>
      record.name === "lakehouse-workspace"
        ? { ...record, properties: { ...record.properties, publicNetworkAccess: "Enabled", defaultStorageFirewall: "Disabled" } }
        : record,
    );
    const before = linksOf(broken);
    for (const gone of broken.filter((record) => record.name !== "lakehouse-workspace")) {
      const after = linksOf(broken.filter((record) => record !== gone));
      expect(after.filter((verdict, i) => verdict === "secured" && before[i] !== "secured")).toEqual([]);
    }
  });
});

describe("what belongs to no workspace breaks no link", () => {
  const group = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-web";
  const record = (type: string, id: string, properties: ResourceRecord["properties"]): ResourceRecord => ({
    key: id,
    name: id.split("/").pop() as string,
    type,
    id: `${group}/providers/${id}`,
    properties,
  });
  const subnet = `${group}/providers/Microsoft.Network/virtualNetworks/web/subnets/s`;
  test.each<[string, ResourceRecord[]]>([
    [
      "a web tier's NSG, open to the internet",
      [
        record("Microsoft.Network/virtualNetworks", "Microsoft.Network/virtualNetworks/web", {
          subnets: [
            {
              name: "s",
              addressPrefix: "192.168.0.0/24",
              networkSecurityGroup: { id: `${group}/providers/Microsoft.Network/networkSecurityGroups/web` },
            },
          ],
        }),
        record("Microsoft.Network/networkSecurityGroups", "Microsoft.Network/networkSecurityGroups/web", {
          securityRules: [
            {
              name: "https",
              access: "Allow",
              direction: "Inbound",
              priority: 100,
              protocol: "Tcp",
              sourceAddressPrefix: "Internet",
              destinationAddressPrefix: "*",
              destinationPortRange: "443",
            },
          ],
        }),
      ],
    ],
    [
      "another service's private zone",
      [
        record("Microsoft.Network/privateDnsZones", "Microsoft.Network/privateDnsZones/privatelink.azurewebsites.net", {
          name: "privatelink.azurewebsites.net",
        }),
      ],
    ],
    [
      "a registry's endpoint in its own VNet",
      [
        record("Microsoft.Network/virtualNetworks", "Microsoft.Network/virtualNetworks/web", {
          subnets: [{ name: "s", addressPrefix: "192.168.0.0/24" }],
        }),
        record("Microsoft.Network/privateEndpoints", "Microsoft.Network/privateEndpoints/acr", {
          subnet: { id: subnet },
          privateLinkServiceConnections: [
            { privateLinkServiceId: `${group}/providers/Microsoft.ContainerRegistry/registries/r`, groupIds: ["registry"] },
          ],
        }),
      ],
    ],
    [
      "a function app's storage account",
      [
        record("Microsoft.Storage/storageAccounts", "Microsoft.Storage/storageAccounts/stfunctionapp", { publicNetworkAccess: "Enabled" }),
        record("Microsoft.Web/sites", "Microsoft.Web/sites/app", {
          siteConfig: {
            appSettings: [
              {
                name: "AzureWebJobsStorage",
                value: "DefaultEndpointsProtocol=https;AccountName=stfunctionapp;EndpointSuffix=core.windows.net",
              },
            ],
          },
        }),
      ],
    ],
    [
      "a vault of a machine in another VNet",
      [
        record("Microsoft.KeyVault/vaults", "Microsoft.KeyVault/vaults/kv-machine", { networkAcls: { defaultAction: "Allow" } }),
        record("Microsoft.Compute/virtualMachines", "Microsoft.Compute/virtualMachines/m", {
          osProfile: { secrets: [{ sourceVault: { id: `${group}/providers/Microsoft.KeyVault/vaults/kv-machine` } }] },
        }),
      ],
    ],
    [
      "somebody else's log store",
      [record("Microsoft.OperationalInsights/workspaces", "Microsoft.OperationalInsights/workspaces/log", { retentionInDays: 7 })],
    ],
  ])("%s", (_what, added) => {
    expect(linksOf([...quickstart.records, ...added])).toEqual(secured);
  });

  test("a data account that nobody else uses may be the clusters', and is judged", () => {
    const lake = record("Microsoft.Storage/storageAccounts", "Microsoft.Storage/storageAccounts/stlakeofall", {
      publicNetworkAccess: "Enabled",
    });
    expect(linksOf([...quickstart.records, lake])[4]).toBe("broken");
  });
});

test("a stack with subnets for Databricks and no workspace is judged for what stands there", () => {
  const network = quickstart.records.filter((record) => /^Microsoft\.Network\//.test(record.type));
  const bare = network.map((record) =>
    record.name === "lakehouse-network-host"
      ? { ...record, properties: { ...record.properties, networkSecurityGroup: undefined, defaultOutboundAccess: true } }
      : record,
  );
  expect(linksOf(bare)[2]).toBe("broken");
});
