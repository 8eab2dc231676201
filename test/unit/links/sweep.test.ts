import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { rules } from "../../../src/links";
import type { Link } from "../../../src/links/rule";
import { baseDeployments } from "../../sweep/deployments";
import { isEscaped, type Outcome, sweep, uniqueCatches } from "../../sweep/sweep";
import { withoutUniqueCatch } from "../../sweep/without-unique-catch";

const outcomes: [string, Outcome[]][] = [];

beforeAll(async () => {
  for (const [name, deployment] of await baseDeployments()) outcomes.push([name, sweep(deployment)]);
});

test("no weakening escapes", () => {
  for (const [name, own] of outcomes) {
    expect(own.length).toBeGreaterThan(1_900);
    const escaped = own.filter(isEscaped).map(({ weakening }) => `${name}: ${weakening.resource} ${weakening.what} (${weakening.kind})`);
    expect(escaped).toEqual([]);
  }
});

test("each rule is alone to catch as much as the ledger says: taking one away, or weakening it, shows here", () => {
  const ledger = JSON.parse(readFileSync(resolve(__dirname, "../../sweep/ledger.json"), "utf8")) as Record<string, number>;
  expect(uniqueCatches(outcomes.flatMap(([, own]) => own))).toEqual(ledger);
  const idle = Object.keys(ledger).filter((id) => ledger[id] === 0);
  expect(idle.sort()).toEqual(Object.keys(withoutUniqueCatch).sort());
  expect(rules.length - idle.length).toBeGreaterThan(100);
});

/** The links that a resource of a type is part of: a weakening of it may break those, and no others. */
const linksOfType: [RegExp, Link[]][] = [
  [
    /Microsoft\.Databricks\/|resourceGroups|virtualNetworks$|privateDnsZones|privateEndpoints|virtualNetworks\/subnets|locks|diagnosticSettings/,
    [1, 2, 3, 4, 5],
  ],
  [/networkSecurityGroups|securityRules|virtualNetworkPeerings/, [1, 3, 5]],
  [/natGateways|publicIPAddresses|routeTables|azureFirewalls|firewallPolicies|flowLogs|ruleCollectionGroups/i, [3, 5]],
  [/OperationalInsights/, [1]],
  [/serviceEndpointPolic/, [5]],
  [/storageAccounts|Sql\/servers|userAssignedIdentities/, [5]],
  [/KeyVault\/vaults|vaults\/keys/, [2, 4, 5]],
  [/roleAssignments/, [2, 4, 5]],
  [/WorkspaceConf|IpAccessList|DisableLegacyDbfsSetting|Token/, [1, 2, 5]],
  [/SecretScope|SecretAcl/, [2, 4]],
  [/ClusterPolicy|Cluster$|WorkspaceFile/, [2, 4, 5]],
  [/Permissions/, [1]],
  [/Job/, [2, 4, 5]],
  [/Pipeline|SqlEndpoint/, [4]],
  [/Group/, [3, 4]],
  [/MwsNcc|AccountNetworkPolicy|WorkspaceNetworkOption/, [3, 5]],
  [/Mount|StorageCredential/, [5]],
];

test("what is caught breaks links that the resource is part of, and no others", () => {
  const strays = outcomes.flatMap(([name, own]) =>
    own.flatMap(({ weakening, broken, caughtBy }) => {
      const allowed = linksOfType.filter(([type]) => type.test(weakening.type)).flatMap(([, links]) => links);
      return broken.every((link) => allowed.includes(link))
        ? []
        : [`${name}: ${weakening.type} ${weakening.resource} ${weakening.what} -> ${caughtBy.join(", ")}`];
    }),
  );
  expect(strays).toEqual([]);
});
