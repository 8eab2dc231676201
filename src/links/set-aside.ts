/** A candidate that is no rule, and why. */
export interface SetAside {
  id: string;
  reason: string;
}

const byScript =
  "the init script sets it on every node, and the policy fixes it beside the script; L4-init-script-hash and L4-policy-pins-conf judge that the script is the proven one, that it is fixed, and that nothing undoes it";

/** Candidates for rules that were looked at and set aside. */
export const setAside: SetAside[] = [
  {
    id: "L1-scim",
    reason: "where users come from is a setting of the Databricks account, which no deployment declares: attested, not shown",
  },
  {
    id: "L3-ddos",
    reason:
      "a DDoS plan guards public addresses that take connections in; the deployment has none: the address of the NAT gateway or firewall only sends out",
  },
  { id: "L4-rpc-auth", reason: byScript },
  { id: "L4-rpc-crypto", reason: `${byScript}; its key length is no longer read by Spark 3.4 and later` },
  { id: "L4-sasl-fallback-off", reason: byScript },
  { id: "L4-io-encryption", reason: byScript },
  {
    id: "L4-ssl-ui",
    reason:
      "spark.ssl covers web pages only, which Databricks serves through its own proxy; set alone it sends the store's password in clear text",
  },
  {
    id: "L4-vnet-encryption",
    reason:
      "a second layer that is switched on by choice (layers): no document names it together with VNet injection, and flow logs show it, no deployment; L4-vnet-encryption-vm-size judges sizes where it is on",
  },
  {
    id: "L4-nsg-worker-same-subnets",
    reason: "Databricks itself writes and pins the rule from VirtualNetwork to VirtualNetwork; it cannot be narrowed",
  },
];
