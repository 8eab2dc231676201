import * as pulumi from "@pulumi/pulumi";
import { type DbfsRootEncryption, DeploymentProfile, HardenedDatabricks } from "hardened-databricks";

const config = new pulumi.Config();
const clinic = new HardenedDatabricks("clinic", {
  profile: DeploymentProfile.Regulated,
  location: "northeurope",
  addressSpace: "10.90.0.0/22",
  transitAddressSpace: "10.91.0.0/26",
  complianceStandards: ["HIPAA"],
  // After the first `pulumi up`: pulumi config set dbfsRootEncryption CustomerKey
  dbfsRootEncryption: config.get<DbfsRootEncryption>("dbfsRootEncryption"),
  // Before a destroy: pulumi config set deletionProtection false
  deletionProtection: config.getBoolean("deletionProtection"),
  // Yours: az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id
  databricksPrincipalId: "00000000-1111-4222-8333-444444444444",
});

export const workspaceUrl = clinic.workspaceUrl;
