import { all, defineRule, expectValue, fail, pass } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-sftp-localuser-off",
  severity: "medium",
  title: "Storage has no local users and no SFTP",
  why: "They have passwords of their own, outside Entra ID.",
  remediation: "Set isLocalUserEnabled to false, and leave isSftpEnabled off.",
  references: { checkov: ["CKV_AZURE_244"] },
  appliesTo: "storage account",
  subjects: storageAccounts,
  judge: (account) =>
    all(
      expectValue(account, "isLocalUserEnabled", false),
      account.value("isSftpEnabled") === true ? fail("isSftpEnabled is true", "false") : pass("SFTP is off"),
      account.value("isNfsV3Enabled") === true ? fail("isNfsV3Enabled is true", "false: NFS knows no identities") : pass("NFS is off"),
    ),
});
