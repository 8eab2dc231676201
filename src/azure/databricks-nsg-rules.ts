/** Which rules Databricks writes into the NSG of an injected workspace (`requiredNsgRules`). */
export const RequiredNsgRules = { AllRules: "AllRules", NoAzureDatabricksRules: "NoAzureDatabricksRules" } as const;
export type RequiredNsgRules = (typeof RequiredNsgRules)[keyof typeof RequiredNsgRules];

/** One rule that Databricks writes and pins by a network intent policy. */
export interface DatabricksNsgRule {
  name: string;
  direction: "Inbound" | "Outbound";
  priority: number;
  /** `tcp` in lower case, as Azure gives it back. */
  protocol: "tcp" | "*";
  source: string;
  destination: string;
  ports: string[];
  /** Present only where secure cluster connectivity is off. */
  onlyWithPublicIp?: true;
  /** Present only with `AllRules`. */
  onlyWithAllRules?: true;
  /** Present with `AllRules` and, from memory, with `NoAzureDatabricksRules`. */
  platform?: true;
}

/** The prefix of the names of the rules that Databricks writes. */
export const databricksRulePrefix = "Microsoft.Databricks-workspaces_UseOnly_";

/** The first priority that is free for own rules: 100 to 104 belong to Databricks, and the rest up to 199 is kept clear of them. */
export const firstOwnPriority = 200;

/**
 * The rules that Databricks injects, with the priorities and ports of public templates (ports widened in January 2025).
 * Which platform rules `NoAzureDatabricksRules` leaves is from memory.
 */
export const databricksNsgRules: DatabricksNsgRule[] = [
  {
    name: "databricks-worker-to-worker-inbound",
    direction: "Inbound",
    priority: 100,
    protocol: "*",
    source: "VirtualNetwork",
    destination: "VirtualNetwork",
    ports: ["*"],
  },
  {
    name: "databricks-control-plane-to-worker-ssh",
    direction: "Inbound",
    priority: 101,
    protocol: "tcp",
    source: "AzureDatabricks",
    destination: "VirtualNetwork",
    ports: ["22"],
    onlyWithPublicIp: true,
  },
  {
    name: "databricks-control-plane-to-worker-proxy",
    direction: "Inbound",
    priority: 102,
    protocol: "tcp",
    source: "AzureDatabricks",
    destination: "VirtualNetwork",
    ports: ["5557"],
    onlyWithPublicIp: true,
  },
  {
    name: "databricks-worker-to-databricks-webapp",
    direction: "Outbound",
    priority: 100,
    protocol: "tcp",
    source: "VirtualNetwork",
    destination: "AzureDatabricks",
    ports: ["443", "3306", "8443-8451"],
    onlyWithAllRules: true,
  },
  {
    name: "databricks-worker-to-sql",
    direction: "Outbound",
    priority: 101,
    protocol: "tcp",
    source: "VirtualNetwork",
    destination: "Sql",
    ports: ["3306"],
    platform: true,
  },
  {
    name: "databricks-worker-to-storage",
    direction: "Outbound",
    priority: 102,
    protocol: "tcp",
    source: "VirtualNetwork",
    destination: "Storage",
    ports: ["443"],
    platform: true,
  },
  {
    name: "databricks-worker-to-worker-outbound",
    direction: "Outbound",
    priority: 103,
    protocol: "*",
    source: "VirtualNetwork",
    destination: "VirtualNetwork",
    ports: ["*"],
  },
  {
    name: "databricks-worker-to-eventhub",
    direction: "Outbound",
    priority: 104,
    protocol: "tcp",
    source: "VirtualNetwork",
    destination: "EventHub",
    ports: ["9093"],
    platform: true,
  },
];

/** The rules that Databricks writes for one workspace. */
export function injectedNsgRules(requiredNsgRules: RequiredNsgRules, noPublicIp: boolean): DatabricksNsgRule[] {
  return databricksNsgRules.filter(
    (rule) => !(rule.onlyWithPublicIp && noPublicIp) && !(rule.onlyWithAllRules && requiredNsgRules !== RequiredNsgRules.AllRules),
  );
}

/** Ports of the private endpoints of a workspace: API, compute, metastore and logging. */
export const privateEndpointPorts = ["443", "3306", "6666", "8443-8451"];
