import { HardenedDatabricks, type HardenedDatabricksArgs } from "../../components";
import type { Scope } from "../../src/estate/scope";
import { deploy } from "../../src/testing";
import { Edit } from "../support/edit";
import { extended, quickstartArgs } from "../support/quickstart";

const { transitAddressSpace, ...bare } = quickstartArgs;
const profiles: Record<string, Partial<HardenedDatabricksArgs>> = {
  private: { transitAddressSpace: transitAddressSpace as string },
  hybrid: { allowedIpAddresses: ["198.51.100.0/24"] },
  exfiltrationProtected: { hubAddressSpace: "10.40.0.0/24" },
  regulated: { transitAddressSpace: transitAddressSpace as string },
};

/** What is weakened: the deployment of each profile, and the private one with a resource of every further kind that rules judge. */
export async function baseDeployments(): Promise<[string, Scope][]> {
  const found: [string, Scope][] = [];
  for (const [profile, needs] of Object.entries(profiles)) {
    const { deployment } = await deploy(
      () =>
        new HardenedDatabricks("lakehouse", {
          ...bare,
          ...needs,
          profile: profile as "private",
          enableVnetEncryption: profile === "private",
        }),
    );
    found.push([profile, profile === "regulated" ? withDbfsKey(deployment) : deployment]);
  }
  const [, plain] = found[0] as [string, Scope];
  found.push(["private with data sources, jobs and serverless access", extended(plain)]);
  return found;
}

/** The second step to DBFS root's key, which a run in process does not take. */
function withDbfsKey(deployment: Scope): Scope {
  const edit = new Edit(deployment);
  const { keyVaultUri, keyName, keyVersion } = edit.get("lakehouse-workspace").properties.encryption
    ? ((
        edit.get("lakehouse-workspace").properties.encryption as {
          entities: { managedDisk: { keyVaultProperties: Record<string, string> } };
        }
      ).entities.managedDisk.keyVaultProperties as Record<string, string>)
    : ({} as Record<string, string>);
  const value = {
    keySource: "Microsoft.Keyvault",
    keyVaultUri,
    keyName: String(keyName).replace("managed-disks", "dbfs-root"),
    keyVersion,
  };
  return edit.set("lakehouse-workspace", "parameters.encryption", { value }).done();
}
