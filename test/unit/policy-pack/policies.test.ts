import { type ResourceValidationArgs, type ResourceValidationPolicy, UnknownValueError, unknownCheckingProxy } from "@pulumi/policy";
import packageManifest from "../../../package.json";
import packManifest from "../../../policy-pack/package.json";
import { policies } from "../../../policy-pack/src/policies";
import { rules } from "../../../src/links";

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Runs a resource policy as Pulumi does: properties behind the proxy that throws for what is unknown. */
function validate(id: string, type: string, props: Record<string, unknown>): { violations: string[]; notApplicable: boolean } {
  const policy = policies.find((candidate) => candidate.name === id) as ResourceValidationPolicy;
  const violations: string[] = [];
  let notApplicable = false;
  const args = {
    type,
    name: "lake",
    urn: `urn:pulumi:dev::p::${type}::lake`,
    props: unknownCheckingProxy(props),
    getConfig: () => ({}),
    notApplicable: () => {
      notApplicable = true;
    },
  } as unknown as ResourceValidationArgs;
  const [run] = [policy.validateResource].flat();
  run?.(args, (message) => violations.push(message));
  return { violations, notApplicable };
}

const account = "azure-native:storage:StorageAccount";

test("there is one policy for each rule, named after it, first the settings and last the exceptions", () => {
  expect(policies.map((policy) => policy.name)).toEqual(["settings", ...rules.map((rule) => rule.id), "exceptions"]);
  for (const rule of rules) {
    const policy = policies.find((candidate) => candidate.name === rule.id);
    expect(policy).toMatchObject({
      displayName: rule.title,
      severity: rule.severity,
      remediationSteps: rule.remediation,
      enforcementLevel: "mandatory",
    });
    expect(policy?.tags).toContain(`link:${rule.link}`);
    expect(rule.isLocal ? "validateResource" in (policy ?? {}) : "validateStack" in (policy ?? {})).toBe(true);
  }
});

test("the pack carries the package's version", () => {
  expect(packManifest.version).toBe(packageManifest.version);
});

test.each([account, "azure-native:storage/v20240101:StorageAccount", "azure-native_storage_v20240101:storage:StorageAccount"])(
  "a violation names resource, value and fix, for the token %s",
  (token) => {
    const { violations } = validate("L5-storage-tls12", token, { minimumTlsVersion: "TLS1_0" });
    expect(violations).toEqual([expect.stringMatching(/^storageAccount 'lake': minimumTlsVersion is 'TLS1_0'; wanted: .*\. Fix: /)]);
  },
);

test("what is as it should be passes, and another type is not its business", () => {
  expect(validate("L5-storage-tls12", account, { minimumTlsVersion: "TLS1_2" })).toEqual({ violations: [], notApplicable: false });
  expect(validate("L5-storage-tls12", "azure-native:network:Subnet", {}).notApplicable).toBe(true);
  expect(validate("L5-storage-tls12", "aws:s3/bucket:Bucket", {}).notApplicable).toBe(true);
});

test("what is unknown never passes silently: it is Pulumi's own error for that, with the rule's words", () => {
  expect(() => validate("L5-storage-tls12", account, { minimumTlsVersion: unknownText })).toThrow(UnknownValueError);
  expect(() => validate("L5-storage-tls12", account, { minimumTlsVersion: unknownText })).toThrow(
    /minimumTlsVersion of storageAccount 'lake' is not known yet/,
  );
});

test("a rule of another profile is not applicable", () => {
  const exfiltration = rules.filter((rule) => rule.isLocal && !rule.profiles.includes("private"));
  for (const rule of exfiltration)
    expect(validate(rule.id, "azure-native:databricks:Workspace", { sku: { name: "premium" } }).notApplicable).toBe(true);
});
