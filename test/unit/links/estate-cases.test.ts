import { databricksTypes } from "../../../src/azure/databricks-types";
import { resourceTypes } from "../../../src/azure/resource-types";
import type { Scope } from "../../../src/estate/scope";
import type { Value } from "../../../src/estate/value";
import type { LinkState } from "../../../src/links/verdict";
import { judge } from "../../../src/links/verdict";
import { Edit } from "../../support/edit";
import { deployQuickstart } from "../../support/quickstart";

let quickstart: Scope;
beforeAll(async () => {
  quickstart = (await deployQuickstart()).deployment;
});

/** The links that an edit leaves otherwise than secured. */
function verdictOf(change: (edit: Edit) => unknown): Partial<Record<number, LinkState>> {
  const edit = new Edit(quickstart);
  change(edit);
  return Object.fromEntries(
    judge(edit.done())
      .links.filter((link) => link.verdict !== "secured")
      .map((link) => [link.link, link.verdict]),
  );
}

type Row = [what: string, change: (edit: Edit) => unknown, open: Partial<Record<number, LinkState>>];

const lakeDfs = "lakehouse-lake-link-dfs";
const lake = "lakehouse-lake-account";
const nsg = "lakehouse-network-nsg";
const connections = (edit: Edit, name: string): Record<string, Value>[] =>
  edit.get(name).properties.privateLinkServiceConnections as Record<string, Value>[];
const withState = (name: string, status: string) => (edit: Edit) =>
  edit.set(
    name,
    "privateLinkServiceConnections",
    connections(edit, name).map((c) => ({ ...c, privateLinkServiceConnectionState: { status } })),
  );
const byHand = (name: string, state: Record<string, Value>) => (edit: Edit) => {
  const moved = connections(edit, name).map(({ privateLinkServiceConnectionState: _state, ...c }) => ({ ...c, ...state }));
  edit.set(name, "manualPrivateLinkServiceConnections", moved).set(name, "privateLinkServiceConnections", []);
};
const atTarget = (status: string) => (edit: Edit) =>
  edit.add(resourceTypes.storageConnection, "at-lake", `${edit.get(lake).id}/privateEndpointConnections/c`, {
    privateEndpoint: { id: edit.get(lakeDfs).id as string },
    privateLinkServiceConnectionState: { status },
  });
const approvedStranger = (type: (typeof resourceTypes)[keyof typeof resourceTypes], parent: string) => (edit: Edit) =>
  edit.add(type, "stranger", `${edit.get(parent).id}/privateEndpointConnections/x`, {
    privateEndpoint: { id: "/subscriptions/9/resourceGroups/r/providers/Microsoft.Network/privateEndpoints/x" },
    privateLinkServiceConnectionState: { status: "approved" },
  });
const rule = (properties: Record<string, Value>) => (edit: Edit) =>
  edit.add(resourceTypes.securityRule, "more", `${edit.get(nsg).id}/securityRules/more`, {
    name: "more",
    access: "Allow",
    direction: "Inbound",
    priority: 300,
    protocol: "*",
    sourceAddressPrefix: "VirtualNetwork",
    sourcePortRange: "*",
    destinationAddressPrefix: "VirtualNetwork",
    destinationPortRange: "*",
    ...properties,
  });
const denies = (properties: Record<string, Value>) => (edit: Edit) =>
  Object.assign(edit.get("lakehouse-network-deny-internet-out").properties, properties);

describe("only an approved endpoint is a path", () => {
  test.each<Row>([
    ["rejected", withState(lakeDfs, "Rejected"), { 5: "broken" }],
    ["disconnected, in another case", withState(lakeDfs, "DISCONNECTED"), { 5: "broken" }],
    ["the vault's, pending", withState("lakehouse-secrets-link-vault", "Pending"), { 5: "broken" }],
    ["the DBFS root's, rejected", withState("lakehouse-dbfs-dfs", "Rejected"), { 5: "broken" }],
    ["by hand, and nobody has said yes", byHand(lakeDfs, {}), { 5: "broken" }],
    ["by hand, and approved", byHand(lakeDfs, { privateLinkServiceConnectionState: { status: "approved" } }), {}],
    ["approved, in another case", withState(lakeDfs, "approved"), {}],
    ["rejected by the target, which knows better", atTarget("Rejected"), { 5: "broken" }],
    ["approved by the target", atTarget("Approved"), {}],
    ["the back end's, rejected", withState("lakehouse-backend-databricks-ui-api", "Rejected"), { 1: "broken", 3: "broken" }],
    ["a stranger's, approved at the lake", approvedStranger(resourceTypes.storageConnection, lake), { 5: "unknown" }],
    ["a stranger's, approved at a vault", approvedStranger(resourceTypes.vaultConnection, "lakehouse-secrets-vault"), { 5: "unknown" }],
    [
      "a stranger's, approved at the workspace",
      approvedStranger(resourceTypes.workspaceConnection, "lakehouse-workspace"),
      { 1: "unknown" },
    ],
  ])("%s", (_what, change, open) => {
    expect(verdictOf(change)).toEqual(open);
  });
});

describe("security rules are read as Azure reads them", () => {
  test.each<Row>([
    ["words in another case", rule({ access: "allow", direction: "inbound", sourceAddressPrefix: "internet" }), { 3: "broken" }],
    ["words in capitals", rule({ access: "ALLOW", direction: "INBOUND", sourceAddressPrefix: "INTERNET" }), { 3: "broken" }],
    ["a rule without access", rule({ access: undefined }), { 3: "unknown" }],
    ["a rule with a priority that is no number", rule({ priority: "first" }), { 3: "unknown" }],
    ["members of a group that nobody told", rule({ sourceApplicationSecurityGroups: [{ id: "/subscriptions/s/x" }] }), { 3: "unknown" }],
    ["health probes of the load balancer", rule({ sourceAddressPrefix: "AzureLoadBalancer", destinationAddressPrefix: "*" }), {}],
    ["a part of an own subnet", rule({ sourceAddressPrefix: "10.20.0.0/25", destinationAddressPrefix: "10.20.0.0/24" }), {}],
    ["the VNet's own block", rule({ sourceAddressPrefix: "10.20.0.0/22", destinationAddressPrefix: "10.20.0.0/22" }), {}],
    [
      "more than the VNet's own block",
      rule({ sourceAddressPrefix: "10.20.0.0/16", destinationAddressPrefix: "10.20.0.0/22" }),
      { 3: "broken" },
    ],
    ["a denial of ports 0 to 65535", denies({ destinationPortRange: undefined, destinationPortRanges: ["0-65535"] }), {}],
    [
      "a denial of both halves of the address space",
      denies({ destinationAddressPrefix: undefined, destinationAddressPrefixes: ["0.0.0.0/1", "128.0.0.0/1"] }),
      {},
    ],
    ["a denial of one half", denies({ destinationAddressPrefix: undefined, destinationAddressPrefixes: ["128.0.0.0/1"] }), { 3: "broken" }],
    ["a denial from elsewhere", denies({ sourceAddressPrefix: "10.99.0.0/16" }), { 3: "broken" }],
    ["a denial from one source port", denies({ sourcePortRange: "1024" }), { 3: "broken" }],
  ])("%s", (_what, change, open) => {
    expect(verdictOf(change)).toEqual(open);
  });
});

describe("names resolve where the network asks somebody who knows", () => {
  const asks =
    (...dnsServers: string[]) =>
    (edit: Edit) =>
      edit.set("lakehouse-network-vnet", "dhcpOptions", { dnsServers });
  test.each<Row>([
    ["a public resolver", asks("8.8.8.8"), { 3: "broken", 5: "broken" }],
    ["a public resolver beside Azure's", asks("168.63.129.16", "203.0.113.53"), { 3: "broken", 5: "broken" }],
    ["a resolver of one's own", asks("10.9.0.4"), { 3: "unknown", 5: "unknown" }],
    ["Azure's resolver", asks("168.63.129.16"), {}],
    ["nobody in particular", asks(), {}],
  ])("%s", (_what, change, open) => {
    expect(verdictOf(change)).toEqual(open);
  });

  test("zones of a platform team, in another subscription, are unknown, and so are zone groups by policy", () => {
    const zones = (edit: Edit) => edit.removeType(resourceTypes.dnsZone).removeType(resourceTypes.dnsZoneLink);
    const groups = (edit: Edit) => zones(edit).removeType(resourceTypes.dnsZoneGroup);
    for (const change of [zones, groups]) expect(verdictOf(change)).toEqual({ 1: "unknown", 3: "unknown", 5: "unknown" });
  });

  test("who keeps zones of his own and leaves out a group has broken the link", () => {
    expect(verdictOf((edit) => edit.remove("lakehouse-lake-link-dfs-dns"))).toEqual({ 5: "broken" });
  });
});

describe("who passes a firewall", () => {
  const accessRule = (resourceId: string) => (edit: Edit) =>
    edit.set(lake, "networkAcls.resourceAccessRules", [{ tenantId: "t", resourceId }]);
  const sqlServer = (edit: Edit) => {
    const id = `${edit.get("lakehouse-group").id}/providers/Microsoft.Sql/servers/orders`;
    edit.add(resourceTypes.sqlVirtualNetworkRule, "clusters", `${id}/virtualNetworkRules/c`, {
      virtualNetworkSubnetId: edit.get("lakehouse-network-host").id,
    });
    edit.add(resourceTypes.sqlServer, "orders", id, { location: "westeurope", publicNetworkAccess: "Enabled", minimalTlsVersion: "1.2" });
    return id;
  };
  test.each<Row>([
    [
      "a stranger's Synapse workspace",
      accessRule("/subscriptions/9/resourceGroups/r/providers/Microsoft.Synapse/workspaces/x"),
      { 5: "broken" },
    ],
    ["any resource of a kind", accessRule("/subscriptions/*/providers/Microsoft.Synapse/workspaces/*"), { 5: "broken" }],
    [
      "an access connector that is not here",
      accessRule("/subscriptions/9/resourceGroups/r/providers/Microsoft.Databricks/accessConnectors/x"),
      { 5: "unknown" },
    ],
    ["the workspace's own access connector", (edit) => accessRule(edit.get("lakehouse-connector").id as string)(edit), {}],
  ])("%s", (_what, change, open) => {
    expect(verdictOf(change)).toEqual(open);
  });

  test.each([
    ["::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["2001:db8::1", "2001:db8::ffff"],
    ["::", "::"],
  ])("SQL's IPv6 rules are rules: %s to %s", (startIPv6Address, endIPv6Address) => {
    const edit = new Edit(quickstart);
    edit.add(resourceTypes.sqlIpv6FirewallRule, "six", `${sqlServer(edit)}/ipv6FirewallRules/six`, { startIPv6Address, endIPv6Address });
    const failing = judge(edit.done())
      .links.flatMap((link) => link.findings)
      .filter((finding) => finding.verdict === "fail")
      .map((finding) => `${finding.rule} ${finding.resource}`);
    expect(failing).toContain("L5-sql-no-wide-firewall ipv6FirewallRule 'six'");
    expect(failing).toContain("L5-target-has-one-path server 'orders'");
  });

  test.each([
    ["twenty /8 blocks", Array.from({ length: 20 }, (_, i) => `${20 + i}.0.0.0/8`), "fail"],
    ["all of it in 256 blocks", Array.from({ length: 256 }, (_, i) => `${i}.0.0.0/8`), "fail"],
    ["two halves of IPv6", ["::/1", "8000::/1"], "fail"],
    ["a block that is none", ["198.51.100.0/24", "office"], "unknown"],
    ["one /8 and what lies in it", ["20.0.0.0/8", "20.1.0.0/16"], "pass"],
  ])("an IP access list with %s", (_what, ipAddresses, verdict) => {
    const edit = new Edit(quickstart).add(databricksTypes.ipAccessList, "office", "1", { listType: "ALLOW", enabled: true, ipAddresses });
    expect(
      judge(edit.done())
        .links[0]?.findings.filter((finding) => finding.rule === "L1-ip-acl-no-any")
        .map((finding) => finding.verdict),
    ).toEqual([verdict]);
  });

  test("a flow log exempts no lake: what it writes to is judged unless it keeps logs only", () => {
    const flowLog = (storageId: string) => (edit: Edit) =>
      edit
        .add(
          "Microsoft.Network/networkWatchers/flowLogs",
          "any",
          `${edit.get("lakehouse-group").id}/providers/Microsoft.Network/networkWatchers/w/flowLogs/any`,
          { storageId, enabled: true, targetResourceId: "/subscriptions/s/x" },
        )
        .set(lake, "networkAcls.bypass", "AzureServices");
    expect(verdictOf((edit) => flowLog(edit.get(lake).id as string)(edit))).toEqual({ 5: "broken" });
  });
});

describe("who may take the keys", () => {
  const assignment = (role: string) => (edit: Edit) =>
    edit.add(
      resourceTypes.roleAssignment,
      "somebody",
      `${edit.get("lakehouse-group").id}/providers/Microsoft.Authorization/roleAssignments/x`,
      {
        principalId: "00000000-0000-4000-8000-000000000000",
        roleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      },
    );
  test.each([
    ["Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"],
    ["Owner, in capitals", "8E3AF657-A8FF-443C-A75C-2FE8C4BCB635"],
    ["RBAC Administrator", "f58310d9-a9f6-439a-9e8d-f62e7b41a168"],
    ["Key Vault Data Access Administrator", "8b54135c-b56d-4d72-a534-26097cfdc8d8"],
    ["Key Vault Contributor", "F25E0FA2-A7C8-4377-A976-54943A77A395"],
  ])("%s on the keys' group", (_what, role) => {
    expect(verdictOf(assignment(role))[2]).toBe("broken");
  });

  test("a reader of the group takes nothing", () => {
    expect(verdictOf(assignment("acdd72a7-3385-48ef-bd42-f606fba81ae7"))).toEqual({});
  });
});

describe("the way out", () => {
  test.each<Row>([
    ["by a NAT gateway that nobody shows", (e) => e.removeType(resourceTypes.natGateway), { 3: "unknown" }],
    [
      "by a virtual hub",
      (e) => {
        for (const subnet of ["lakehouse-network-host", "lakehouse-network-container"]) e.set(subnet, "natGateway", undefined);
        e.add(
          "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections",
          "wan",
          `${e.get("lakehouse-group").id}/providers/Microsoft.Network/virtualHubs/h/hubVirtualNetworkConnections/c`,
          { remoteVirtualNetwork: { id: e.get("lakehouse-network-vnet").id } },
        );
      },
      { 3: "unknown", 5: "unknown" },
    ],
    [
      "by nothing at all",
      (e) => {
        for (const subnet of ["lakehouse-network-host", "lakehouse-network-container"]) e.set(subnet, "natGateway", undefined);
      },
      { 3: "broken" },
    ],
    [
      "and a peering to a network that nobody shows",
      (e) =>
        e.add(resourceTypes.peering, "away", `${e.get("lakehouse-network-vnet").id}/virtualNetworkPeerings/away`, {
          remoteVirtualNetwork: { id: "/subscriptions/9/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v" },
        }),
      { 3: "unknown" },
    ],
  ])("%s", (_what, change, open) => {
    expect(verdictOf(change)).toEqual(open);
  });
});
