import { createPrivateKey, X509Certificate } from "node:crypto";
import { LocalAzure } from "../../../src/local-azure/local-azure";
import { LocalDatabricks } from "../../../src/local-azure/local-databricks";
import { LocalTls } from "../../../src/local-azure/local-tls";
import { MemoryStore } from "../../../src/local-azure/store";

type Inputs = Record<string, unknown>;
const token = (name: string) => `databricks:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

async function workspace(vaultProperties: Inputs = {}) {
  const store = new MemoryStore();
  const azure = new LocalAzure({ store, latencyMs: 0 });
  await azure.create("azure-native:resources:ResourceGroup", { resourceGroupName: "rg", location: "westeurope" });
  const vault = await azure.create("azure-native:keyvault:Vault", {
    resourceGroupName: "rg",
    vaultName: "kv-one",
    properties: {
      tenantId: "t",
      sku: { family: "A", name: "premium" },
      publicNetworkAccess: "Disabled",
      networkAcls: { defaultAction: "Deny", bypass: "AzureServices" },
      ...vaultProperties,
    },
  });
  const databricks = new LocalDatabricks({ store, host: "https://adb-1.2.azuredatabricks.net" });
  const scope = (more: Inputs = {}) =>
    databricks.create(token("SecretScope"), {
      name: "traffic",
      backendType: "AZURE_KEYVAULT",
      keyvaultMetadata: { resourceId: vault.id, dnsName: "https://kv-one.vault.azure.net/" },
      ...more,
    });
  return { databricks, scope };
}

describe("the local Databricks", () => {
  const problems = (name: string, inputs: Inputs) =>
    new LocalDatabricks({ store: new MemoryStore() }).check(token(name), "x", inputs).problems;

  test.each<[string, string, Inputs, string, RegExp]>([
    ["a misspelt property", "ClusterPolicy", { definition: "{}", descripton: "x" }, "descripton", /Did you mean 'description'/],
    ["a policy that is no JSON", "ClusterPolicy", { definition: "{" }, "definition", /is not a JSON object/],
    [
      "a limit of an unknown kind",
      "ClusterPolicy",
      { definition: '{"node_type_id":{"type":"only"}}' },
      "definition",
      /'node_type_id' has the type 'only': allowed are fixed/,
    ],
    [
      "a fixed limit without a value",
      "ClusterPolicy",
      { definition: '{"node_type_id":{"type":"fixed"}}' },
      "definition",
      /fixed to no value/,
    ],
    ["a scope name with a slash", "SecretScope", { name: "a/b" }, "name", /alphanumeric/],
    [
      "a vault-backed scope without a vault",
      "SecretScope",
      { name: "a", backendType: "AZURE_KEYVAULT" },
      "keyvaultMetadata",
      /goes with backendType/,
    ],
    [
      "a permission that is not there",
      "SecretAcl",
      { scope: "a", principal: "users", permission: "OWN" },
      "permission",
      /READ, WRITE or MANAGE/,
    ],
    ["a relative workspace path", "WorkspaceFile", { path: "scripts/x.sh" }, "path", /absolute/],
    ["a file outside a volume", "File", { path: "/tmp/x.sh" }, "path", /\/Volumes\/catalog/],
    [
      "a list that neither allows nor blocks",
      "IpAccessList",
      { label: "x", listType: "PERMIT", ipAddresses: [] },
      "listType",
      /ALLOW or BLOCK/,
    ],
  ])("refuses %s", (_what, name, inputs, property, reason) => {
    expect(problems(name, inputs)).toEqual([{ property, reason: expect.stringMatching(reason) }]);
  });

  test("a scope wants an existing vault that lets Databricks in, and its own address", async () => {
    const good = await workspace();
    await expect(
      good.scope({
        keyvaultMetadata: { resourceId: "/subscriptions/x/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/nope", dnsName: "x" },
      }),
    ).rejects.toThrow(/it does not exist/);
    await expect(good.scope()).resolves.toMatchObject({ id: "traffic" });
    await expect(good.scope()).rejects.toThrow(/already exists/);
    const closed = await workspace({ networkAcls: { defaultAction: "Deny", bypass: "None" } });
    await expect(closed.scope()).rejects.toThrow(/does not let trusted services through its firewall/);
  });

  test("permissions and secrets want their scope, and a vault's secrets are written in the vault", async () => {
    const { databricks, scope } = await workspace();
    const acl = () => databricks.create(token("SecretAcl"), { scope: "traffic", principal: "admins", permission: "READ" });
    await expect(acl()).rejects.toThrow(/Scope traffic does not exist!/);
    await scope();
    await expect(acl()).resolves.toMatchObject({ id: "traffic|||admins" });
    await expect(databricks.create(token("Secret"), { scope: "traffic", key: "k", stringValue: "v" })).rejects.toThrow(
      /Cannot write secrets/,
    );
  });

  test("what was made is read, updated and deleted", async () => {
    const { databricks } = await workspace();
    const { id } = await databricks.create(token("ClusterPolicy"), { name: "p", definition: "{}" });
    await databricks.update(token("ClusterPolicy"), id, { name: "p", definition: '{"a":{"type":"forbidden"}}' });
    expect(databricks.read(token("ClusterPolicy"), id)?.outputs).toMatchObject({ policyId: id, definition: '{"a":{"type":"forbidden"}}' });
    await databricks.delete(token("ClusterPolicy"), id);
    expect(databricks.read(token("ClusterPolicy"), id)).toBeUndefined();
    await expect(databricks.update(token("ClusterPolicy"), id, { name: "p", definition: "{}" })).rejects.toMatchObject({
      code: "RESOURCE_DOES_NOT_EXIST",
    });
  });
});

describe("the local TLS provider", () => {
  const tls = new LocalTls();
  const make = async (name: string, inputs: Inputs) =>
    (await tls.create(`tls:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`, inputs)).outputs;

  test("signs a request with a CA, for as long as asked", async () => {
    const caKey = await make("PrivateKey", { algorithm: "ECDSA", ecdsaCurve: "P256" });
    const key = await make("PrivateKey", { algorithm: "ECDSA", ecdsaCurve: "P256" });
    const ca = await make("SelfSignedCert", {
      privateKeyPem: caKey.privateKeyPem,
      subject: { commonName: "CA" },
      isCaCertificate: true,
      allowedUses: [],
      validityPeriodHours: 48,
    });
    const request = await make("CertRequest", { privateKeyPem: key.privateKeyPem, subject: { commonName: "node" } });
    const signed = await make("LocallySignedCert", {
      certRequestPem: request.certRequestPem,
      caCertPem: ca.certPem,
      caPrivateKeyPem: caKey.privateKeyPem,
      allowedUses: [],
      validityPeriodHours: 24,
    });
    const certificate = new X509Certificate(signed.certPem as string);
    expect(certificate.verify(new X509Certificate(ca.certPem as string).publicKey)).toBe(true);
    expect(certificate.subject).toBe("CN=node");
    expect(certificate.checkPrivateKey(createPrivateKey(key.privateKeyPemPkcs8 as string))).toBe(true);
    expect(Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)).toBe(86_400_000);
  });

  test("says which keys it makes", () => {
    expect(tls.check("tls:index/privateKey:PrivateKey", "x", { algorithm: "RSA" }).problems[0]?.reason).toMatch(
      /ECDSA keys on the curve P256 only/,
    );
  });
});
