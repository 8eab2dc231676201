/** Checks of other scanners that the hardened deployment fails, and why it does: docs/rules/disagreements.md says it at length. */
export const disagreements: Record<string, string> = {
  CKV_AZURE_36:
    "letting trusted services in lets services of other customers in; the lake lists nobody, and flow logs' account, which needs it, has it",
  CKV_AZURE_206: "Standard_ZRS keeps the data in its region, in three zones; another region is the customer's choice (DataLake's sku)",
  CKV2_AZURE_48:
    "DBFS root's own key is what the profile regulated adds: it needs a second run, and the other profiles encrypt twice with Microsoft's",
  CKV_AZURE_41:
    "a root secret that expires stops every cluster at once; it is changed by ClusterEncryption's rotation, and the certificate has its own end",
  "KICS cff9c3f7": "as CKV_AZURE_41: a root secret that expires stops every cluster at once",
  "KICS e25b56cd": "as CKV_AZURE_36: letting trusted services in lets services of other customers in",
  "KICS 564b70f8": "90 days are kept; the query asks for more than 90, where CIS asks for 90 or more",
};
