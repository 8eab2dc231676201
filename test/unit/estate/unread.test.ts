import { Estate } from "../../../src/estate/estate";
import { recordsOf } from "../../../src/estate/pulumi-records";
import type { ResourceRecord } from "../../../src/estate/resource";
import type { Scope } from "../../../src/estate/scope";
import { judge } from "../../../src/links/verdict";
import { Edit } from "../../support/edit";
import { deployQuickstart } from "../../support/quickstart";

const scopeOf = (records: ResourceRecord[]) => new Estate([{ name: "x", records }]).scopes()[0] as Scope;

let quickstart: Scope;
let group: string;
let network: string;

beforeAll(async () => {
  quickstart = (await deployQuickstart()).deployment;
  group = new Edit(quickstart).get("lakehouse-group").id as string;
  network = new Edit(quickstart).get("lakehouse-network-vnet").id as string;
});

/** The links that are not secured once resources stand beside the quickstart's, and what is said of the first. */
function beside(...added: { type: string; id?: string; outputs?: Record<string, unknown> }[]): {
  unknown: number[];
  broken: number[];
  said: string;
} {
  const records: ResourceRecord[] = recordsOf(
    added.map(({ type, id, outputs }, i) => ({
      urn: `urn:pulumi:s::p::${type}::added-${i}`,
      type,
      custom: true,
      id,
      outputs: outputs ?? {},
    })),
  );
  const { links } = judge(scopeOf([...quickstart.records, ...records]));
  const open = links
    .flatMap((link) => link.findings)
    .find((finding) => finding.rule.endsWith("everything-read") && finding.verdict === "unknown");
  return {
    unknown: links.filter((link) => link.verdict === "unknown").map((link) => link.link),
    broken: links.filter((link) => link.verdict === "broken").map((link) => link.link),
    said: open ? `${open.resource}: ${open.message}` : "",
  };
}

const network_ = (kind: string, name = "x") => `${group}/providers/Microsoft.Network/${kind}/${name}`;
const jump = () => ({ subnet: { id: `${network}/subnets/snet-lakehouse-network-pe` } });

describe("what is not read leaves the links that it touches unknown, and is named", () => {
  test.each<[string, () => Parameters<typeof beside>, number[], RegExp]>([
    [
      "a machine's network card",
      () => [{ type: "azure-native:network:NetworkInterface", id: network_("networkInterfaces"), outputs: { ipConfigurations: [jump()] } }],
      [3, 5],
      /networkInterface 'added-0' of type Microsoft\.Network\/networkInterfaces names subnet/,
    ],
    [
      "a bastion",
      () => [{ type: "azure-native:network:BastionHost", id: network_("bastionHosts"), outputs: { ipConfigurations: [jump()] } }],
      [3, 5],
      /bastionHost/,
    ],
    [
      "a gateway",
      () => [
        {
          type: "azure-native:network:VirtualNetworkGateway",
          id: network_("virtualNetworkGateways"),
          outputs: { ipConfigurations: [{ subnet: { id: `${network}/subnets/GatewaySubnet` } }] },
        },
      ],
      [3, 5],
      /names virtualNetwork/,
    ],
    [
      "a virtual WAN's hub connection",
      () => [
        {
          type: "azure-native:network:HubVirtualNetworkConnection",
          id: `${network_("virtualHubs")}/hubVirtualNetworkConnections/c`,
          outputs: { remoteVirtualNetwork: { id: network } },
        },
      ],
      [3, 5],
      /hubVirtualNetworkConnection/,
    ],
    [
      "a DNS forwarding ruleset's link",
      () => [
        {
          type: "azure-native:dnsresolver:VirtualNetworkLink",
          id: `${network_("dnsForwardingRulesets")}/virtualNetworkLinks/l`,
          outputs: { virtualNetwork: { id: network } },
        },
      ],
      [3, 5],
      /names virtualNetwork/,
    ],
    [
      "an ARM deployment",
      () => [{ type: "azure-native:resources:Deployment", id: `${group}/providers/Microsoft.Resources/deployments/d` }],
      [1, 2, 3, 4, 5],
      /deploys what is not in this input/,
    ],
    [
      "a template spec",
      () => [{ type: "azure-native:resources:TemplateSpec", id: `${group}/providers/Microsoft.Resources/templateSpecs/d` }],
      [1, 2, 3, 4, 5],
      /deploys/,
    ],
    [
      "a deployment stack",
      () => [
        { type: "azure-native:resources:DeploymentStackAtResourceGroup", id: `${group}/providers/Microsoft.Resources/deploymentStacks/d` },
      ],
      [1, 2, 3, 4, 5],
      /deploys/,
    ],
    [
      "a rule of a network manager",
      () => [
        {
          type: "azure-native:network:AdminRule",
          id: `${network_("networkManagers")}/securityAdminConfigurations/c/ruleCollections/r/rules/a`,
        },
      ],
      [3, 5],
      /before every NSG/,
    ],
    [
      "a child that no rule knows",
      () => [
        {
          type: "azure-native:databricks:VNetPeering",
          id: `${new Edit(quickstart).get("lakehouse-workspace").id}/virtualNetworkPeerings/p`,
        },
      ],
      [1, 2, 3, 4, 5],
      /stands below workspace/,
    ],
    [
      "an extension that no rule knows",
      () => [{ type: "azure-native:foo:Bar", id: `${network}/providers/Microsoft.Foo/bars/b` }],
      [3, 5],
      /stands below virtualNetwork/,
    ],
    [
      "a record in a zone",
      () => [
        {
          type: "azure-native:privatedns:PrivateRecordSet",
          id: `${new Edit(quickstart).get("lakehouse-dns-azuredatabricks").id}/A/adb-1`,
          outputs: { aRecords: [{ ipv4Address: "203.0.113.7" }] },
        },
      ],
      [1, 3],
      /stands below privateDnsZone/,
    ],
    [
      "an association of a perimeter with the lake",
      () => [
        {
          type: "azure-native:network:NetworkSecurityPerimeterAssociation",
          id: `${network_("networkSecurityPerimeters")}/resourceAssociations/a`,
          outputs: { privateLinkResource: { id: new Edit(quickstart).get("lakehouse-lake-account").id } },
        },
      ],
      [5],
      /names storageAccount/,
    ],
    [
      "a rule by the classic provider",
      () => [
        {
          type: "azure:network/networkSecurityRule:NetworkSecurityRule",
          id: `${new Edit(quickstart).get("lakehouse-network-nsg").id}/securityRules/all`,
          outputs: { access: "Allow" },
        },
      ],
      [3, 5],
      /the provider azure/,
    ],
    [
      "a subnet by a provider that nobody knows",
      () => [{ type: "acme:net:Subnet", id: `${network}/subnets/more` }],
      [3, 5],
      /the provider acme/,
    ],
    ["a resource of a provider that nobody knows", () => [{ type: "acme:net:Tunnel", id: "t-1" }], [1, 2, 3, 4, 5], /nobody here knows/],
    ["a classic resource before it exists", () => [{ type: "azure:network/subnet:Subnet" }], [1, 2, 3, 4, 5], /the provider azure/],
    [
      "a command that changes Azure",
      () => [{ type: "command:local:Command", id: "c", outputs: { create: "az network vnet peering create" } }],
      [1, 2, 3, 4, 5],
      /runs commands/,
    ],
    ["a mount of another kind", () => [{ type: "databricks:index/azureBlobMount:AzureBlobMount", id: "m" }], [5], /mounts storage/],
    [
      "a Databricks object of a kind that nobody knows",
      () => [{ type: "databricks:index/teleporter:Teleporter", id: "t" }],
      [1, 2, 3, 4, 5],
      /no rule knows/,
    ],
  ])("%s", (_what, added, links, said) => {
    const found = beside(...added());
    expect(found.broken).toEqual([]);
    expect(found.unknown).toEqual(links);
    expect(found.said).toMatch(said);
  });
});

describe("what opens nothing says nothing", () => {
  test.each<[string, () => Parameters<typeof beside>]>([
    ["a budget", () => [{ type: "azure-native:consumption:Budget", id: `${group}/providers/Microsoft.Consumption/budgets/b` }]],
    [
      "a dashboard",
      () => [
        {
          type: "azure-native:portal:Dashboard",
          id: `${group}/providers/Microsoft.Portal/dashboards/d`,
          outputs: { parts: [new Edit(quickstart).get("lakehouse-workspace").id] },
        },
      ],
    ],
    [
      "an alert on the workspace",
      () => [
        {
          type: "azure-native:monitor:MetricAlert",
          id: `${group}/providers/Microsoft.Insights/metricAlerts/a`,
          outputs: { scopes: [new Edit(quickstart).get("lakehouse-workspace").id] },
        },
      ],
    ],
    [
      "a policy assignment",
      () => [{ type: "azure-native:authorization:PolicyAssignment", id: `${group}/providers/Microsoft.Authorization/policyAssignments/a` }],
    ],
    [
      "a machine in a network of its own",
      () => [
        {
          type: "azure-native:network:VirtualNetwork",
          id: network_("virtualNetworks", "other"),
          outputs: { addressSpace: { addressPrefixes: ["192.168.0.0/24"] }, subnets: [{ name: "s", addressPrefix: "192.168.0.0/25" }] },
        },
        {
          type: "azure-native:network:NetworkInterface",
          id: network_("networkInterfaces"),
          outputs: { ipConfigurations: [{ subnet: { id: `${network_("virtualNetworks", "other")}/subnets/s` } }] },
        },
      ],
    ],
    ["a bucket in another cloud", () => [{ type: "aws:s3/bucket:Bucket", id: "b" }]],
    [
      "a command that has nothing to do with Azure",
      () => [{ type: "command:local:Command", id: "c", outputs: { create: "npm run build" } }],
    ],
    ["a notebook", () => [{ type: "databricks:index/notebook:Notebook", id: "/n" }]],
    [
      "what Databricks keeps in its managed group",
      () => [
        {
          type: "azure-native:network:NetworkInterface",
          id: `${String(new Edit(quickstart).get("lakehouse-workspace").properties.managedResourceGroupId)}/providers/Microsoft.Network/networkInterfaces/n`,
          outputs: { ipConfigurations: [jump()] },
        },
      ],
    ],
  ])("%s", (_what, added) => {
    expect(beside(...added())).toEqual({ unknown: [], broken: [], said: "" });
  });
});

test("a record whose type nobody knows any more leaves no link secured that it was needed for", () => {
  for (const record of quickstart.records) {
    const verdict = judge(scopeOf(quickstart.records.map((other) => (other === record ? { ...other, type: "acme:x:Y" } : other))));
    const before = judge(quickstart);
    const turned = verdict.links.filter((link, i) => link.verdict === "secured" && before.links[i]?.verdict !== "secured");
    expect(turned).toEqual([]);
  }
});
