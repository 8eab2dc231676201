import { type Admission, admits, type Client } from "../../../../src/network/access/admission";
import {
  coversInternet,
  type SqlAccess,
  type StorageAccess,
  shareOfInternet,
  sqlAdmission,
  storageAdmission,
  type VaultAccess,
  vaultAdmission,
  type WorkspaceAccess,
  workspaceAdmission,
} from "../../../../src/network/access/services";
import { decide, type Reading, type Settled } from "../../../../src/network/facts/reading";
import { Universe } from "../../../../src/network/packets/universe";

const universe = new Universe();
const at = (address: string, more = {}): Client => ({ kind: "public", address, isAzure: false, isSameRegion: false, ...more });

function word(admission: (reading: Reading) => Admission, client: Client, settled: Settled = {}): string {
  const { verdict, because } = decide((reading) => admits(admission(reading), client, universe, reading), settled);
  return verdict === "yes" ? "admitted" : verdict === "no" ? "refused" : `unknown: ${because.join(", ")}`;
}
const closed: StorageAccess = {
  publicNetworkAccess: "Enabled",
  defaultAction: "Deny",
  ipRules: [],
  virtualNetworkRules: [],
  resourceAccessRules: [],
  bypass: "None",
};
const storage = (fields: Partial<StorageAccess>) => (reading: Reading) => storageAdmission({ ...closed, ...fields }, universe, reading);
const endpoint: Client = { kind: "privateEndpoint" };
const trusted: Client = { kind: "trustedService" };

describe("storage accounts", () => {
  test("S11: allowed by default, everybody; denied by default, the lists", () => {
    expect(word(storage({ defaultAction: "Allow" }), at("203.0.113.7"))).toBe("admitted");
    const listed = storage({ ipRules: ["203.0.113.0/24"], virtualNetworkRules: ["/s/1"] });
    expect([
      word(listed, at("203.0.113.7")),
      word(listed, at("198.51.100.7")),
      word(listed, { kind: "subnet", id: "/S/1" }),
      word(listed, { kind: "subnet", id: "/s/2" }),
    ]).toEqual(["admitted", "refused", "admitted", "refused"]);
  });
  test("X37 (S13): rules for addresses do not hold for clients of the account's region", () => {
    const listed = storage({ ipRules: ["198.51.100.4"] });
    expect(word(listed, at("198.51.100.4", { isSameRegion: true }))).toBe("refused");
    expect(word(listed, at("198.51.100.4", { isSameRegion: undefined }))).toBe(
      "unknown: whether 198.51.100.4 is in the account's region is not known",
    );
  });
  test("S16: whether trusted services pass a disabled account is undecided, settled it is decided", () => {
    const disabled = storage({ publicNetworkAccess: "Disabled", bypass: "AzureServices", ipRules: ["203.0.113.7"] });
    expect(word(disabled, trusted)).toBe("unknown: S16");
    expect([word(disabled, trusted, { S16: "more" }), word(disabled, trusted, { S16: "less" })]).toEqual(["admitted", "refused"]);
    expect([word(disabled, at("203.0.113.7")), word(disabled, endpoint)]).toEqual(["refused", "admitted"]);
  });
  test("S14: a resource of another tenant passes by its rule", () => {
    const rules = storage({ resourceAccessRules: [{ tenantId: "t", resourceId: "/subscriptions/x/*" }] });
    expect([
      word(rules, { kind: "resource", tenantId: "t", resourceId: "/subscriptions/x/y" }),
      word(rules, { kind: "resource", tenantId: "u", resourceId: "/subscriptions/x/y" }),
    ]).toEqual(["admitted", "refused"]);
  });
  test("X40, S17: a perimeter in transition adds its rules and drops the account's where public access is off", () => {
    const perimeter = (accessMode: "Transition" | "Enforced") => ({ accessMode, inboundPrefixes: ["198.51.100.0/24"] });
    const off = storage({ publicNetworkAccess: "Disabled", ipRules: ["192.0.2.9"], perimeter: perimeter("Transition") });
    expect([word(off, at("198.51.100.7")), word(off, at("192.0.2.9"))]).toEqual(["admitted", "refused"]);
    const enforced = storage({ defaultAction: "Allow", bypass: "AzureServices", perimeter: perimeter("Enforced") });
    expect([
      word(enforced, at("192.0.2.9")),
      word(enforced, trusted),
      word(storage({ publicNetworkAccess: "SecuredByPerimeter", defaultAction: "Allow" }), at("192.0.2.9")),
    ]).toEqual(["refused", "refused", "refused"]);
  });
  test("X45 (S2, S16): a client that comes by the public address of a disabled account is refused", () =>
    expect(word(storage({ publicNetworkAccess: "Disabled" }), at("203.0.113.7"))).toBe("refused"));
  test("what has not been read is unknown", () =>
    expect(word(storage({ publicNetworkAccess: { unread: "not known yet" } }), at("203.0.113.7"))).toBe("unknown: not known yet"));
});

test("X39 (S24, S26): a vault without public access keeps trusted services and endpoints", () => {
  const vault =
    (fields: Partial<VaultAccess> = {}) =>
    (reading: Reading) =>
      vaultAdmission(
        {
          publicNetworkAccess: "Disabled",
          networkAcls: { defaultAction: "Deny", bypass: "AzureServices", ipRules: ["198.51.100.7"], virtualNetworkRules: [] },
          ...fields,
        },
        universe,
        reading,
      );
  expect([word(vault(), at("198.51.100.7")), word(vault(), trusted), word(vault(), endpoint)]).toEqual(["refused", "admitted", "admitted"]);
  expect(word(vault({ publicNetworkAccess: "Enabled" }), at("198.51.100.7"))).toBe("admitted");
  expect(word(vault({ publicNetworkAccess: "Enabled", networkAcls: undefined }), at("203.0.113.7"))).toBe("admitted");
});

describe("SQL servers", () => {
  const base: SqlAccess = { publicNetworkAccess: "Enabled", firewallRules: [], ipv6FirewallRules: [], virtualNetworkRules: [] };
  const sql = (fields: Partial<SqlAccess>) => (reading: Reading) => sqlAdmission({ ...base, ...fields }, universe, reading);
  test("X38 (S20): the rule of zeros admits all of Azure, other customers included, and no home", () => {
    const zeros = sql({ firewallRules: [{ startIpAddress: "0.0.0.0", endIpAddress: "0.0.0.0" }] });
    expect([word(zeros, at("20.1.2.3", { isAzure: true })), word(zeros, at("203.0.113.7"))]).toEqual(["admitted", "refused"]);
    expect(word(sql({ firewallRules: [{ startIpAddress: "0.0.0.0", endIpAddress: "255.255.255.255" }] }), at("203.0.113.7"))).toBe(
      "admitted",
    );
  });
  test("S18: without public access rules are inert", () =>
    expect(word(sql({ publicNetworkAccess: "Disabled", firewallRules: [{ unread: "x" }] }), at("203.0.113.7"))).toBe("refused"));
  test("S22: what IPv6 rules do is undecided, settled it is decided", () => {
    const ipv6 = sql({ ipv6FirewallRules: [{ startIPv6Address: "::", endIPv6Address: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" }] });
    const home = at("2001:db8::7");
    expect([word(ipv6, home), word(ipv6, home, { S22: "more" }), word(ipv6, home, { S22: "less" })]).toEqual([
      "unknown: S22",
      "admitted",
      "refused",
    ]);
  });
  test("S21: a rule for a subnet admits it, and no other", () => {
    const rules = sql({ virtualNetworkRules: ["/s/1"] });
    expect([word(rules, { kind: "subnet", id: "/s/1" }), word(rules, { kind: "subnet", id: "/s/2" })]).toEqual(["admitted", "refused"]);
  });
});

describe("IP access lists of a workspace", () => {
  const base: WorkspaceAccess = { publicNetworkAccess: "Enabled", enableIpAccessLists: true, lists: [] };
  const list = (listType: "ALLOW" | "BLOCK", ...ipAddresses: string[]) => ({ listType, ipAddresses, isEnabled: true });
  const workspace =
    (lists: WorkspaceAccess["lists"], fields: Partial<WorkspaceAccess> = {}) =>
    (reading: Reading) =>
      workspaceAdmission({ ...base, lists, ...fields }, universe, reading);
  test("X41 (B10, B11): blocks first, then the allow lists; private clients are not asked", () => {
    const both = workspace([list("ALLOW", "198.51.100.0/24"), list("BLOCK", "198.51.100.7/32")]);
    expect([word(both, at("198.51.100.7")), word(both, at("198.51.100.8")), word(both, at("192.0.2.9")), word(both, endpoint)]).toEqual([
      "refused",
      "admitted",
      "refused",
      "admitted",
    ]);
  });
  test("X41b: with a block list alone everybody else is admitted", () =>
    expect(word(workspace([list("BLOCK", "198.51.100.7")]), at("192.0.2.9"))).toBe("admitted"));
  test("B10: without the switch lists count for nothing; a list that is off does not count", () => {
    expect(word(workspace([list("ALLOW", "198.51.100.0/24")], { enableIpAccessLists: false }), at("192.0.2.9"))).toBe("admitted");
    expect(word(workspace([{ ...list("ALLOW", "198.51.100.0/24"), isEnabled: false }]), at("192.0.2.9"))).toBe("admitted");
  });
  test("B12: many blocks that add up to everything are everything", () => {
    const reading = { lets: () => true } as unknown as Reading;
    const eights = Array.from({ length: 256 }, (_, i) => `${i}.0.0.0/8`);
    const of = (...addresses: string[]) => workspace([list("ALLOW", ...addresses)])(reading);
    expect([
      coversInternet(of("0.0.0.0/1", "128.0.0.0/1"), universe),
      coversInternet(of(...eights), universe),
      coversInternet(of(...eights.slice(1, 40), ...eights.slice(41)), universe),
    ]).toEqual([true, true, false]);
    expect(shareOfInternet(of("128.0.0.0/1", "0.0.0.0/1"), universe)).toBe(1);
    expect(shareOfInternet(of(...eights.slice(20, 40)), universe)).toBeCloseTo(20 / 222, 2);
  });
});
