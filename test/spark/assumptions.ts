/** What the rig takes for granted about Databricks: one switch each. */
export interface Assumption {
  /** What is assumed while the switch is on. */
  assumed: string;
  /** Where it is written; "no source" where nothing was found. */
  source: string;
  /** Whether it is on in a run that does not say otherwise. */
  on: boolean;
}

/** Every assumption of the rig about Databricks. Nothing here was tried on Databricks. */
export const assumptions = {
  driverFiles: {
    assumed:
      "the driver reads `/databricks/driver/conf/*.conf` (HOCON, section `[driver]`) in reverse alphabetical order, so that `00-…` wins, and skips a file that does not parse",
    source: "External Apache Hive metastore (Azure Databricks documentation); MicrosoftDocs/azure-docs#62331",
    on: true,
  },
  sectionHeaders: {
    assumed:
      "a header `[driver] {` is turned into a key before the published parser sees it: alone that parser refuses it (1.2.1, 1.3.4, 1.4.3)",
    source: "inferred: public init scripts work with the header, and the report in azure-docs#62331 parses a String, not a file",
    on: true,
  },
  executorFile: {
    assumed: "executors, and only they, take `/databricks/conf/spark.executor.extraJavaOptions`, one option a line",
    source: "the script of CIS Azure Foundations 5.0.0, 2.1.3 (third party)",
    on: true,
  },
  daemonSettings: {
    assumed: "master, worker and shuffle service get the settings of the executors' file",
    source: "no source",
    on: true,
  },
  policyConf: {
    assumed: "the cluster's `spark_conf` reaches the driver",
    source: "compute policy reference and compute configuration (documented)",
    on: true,
  },
  policyBeatsFiles: {
    assumed: "`spark_conf` overrides the files in `driver/conf`",
    source: "NVIDIA's guide to RAPIDS in a Databricks container (third party)",
    on: true,
  },
  customSparkConf: {
    assumed: "`/tmp/custom-spark.conf` holds `spark_conf` as `key value` lines before init scripts run",
    source: "SEC Consult 2023; mathworks/MATLAB-Interface-for-Databricks (third party); that it is there before init scripts: no source",
    on: true,
  },
  environment: {
    assumed: "the cluster's environment variables reach the init script",
    source: "Use environment variables with init scripts (documented; not in standard access mode from runtime 19)",
    on: true,
  },
  shebang: {
    assumed: "an init script is started by its first line; off: as `bash SCRIPT`",
    source: "no source",
    on: true,
  },
  netAdmin: { assumed: "the node's container has NET_ADMIN", source: "no source", on: true },
  netRaw: { assumed: "the node's container has NET_RAW", source: "no source", on: true },
} as const satisfies Record<string, Assumption>;

export type Switch = keyof typeof assumptions;

/** Which assumptions hold in a run. */
export type Switches = Record<Switch, boolean>;

/** The defaults, with some switches set otherwise. */
export function switches(changed: Partial<Switches> = {}): Switches {
  const defaults = Object.fromEntries(Object.entries(assumptions).map(([name, { on }]) => [name, on])) as Switches;
  return { ...defaults, ...changed };
}
