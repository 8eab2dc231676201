/** The channels between nodes, each with a marker of its own. */
export const channels = {
  applicationConf: "application settings (driver → executor, RetrieveSparkAppConfig)",
  closure: "task closures",
  result: "task results",
  bigResult: "big task results (by block manager)",
  accumulator: "accumulators",
  broadcast: "broadcast variables",
  sqlBroadcast: "SQL broadcast joins",
  rddShuffle: "RDD shuffle (external shuffle service)",
  sqlShuffle: "SQL shuffle (external shuffle service)",
  cacheReplication: "replicated cache blocks",
  addFile: "files given to executors (addFile)",
  addJar: "jars given to executors (addJar)",
  replClasses: "classes of an interactive shell",
} as const;
export type Channel = keyof typeof channels;

/** What lies on the nodes' disks, each with a marker of its own. */
export const diskPlaces = {
  rddShuffle: "shuffle files of RDDs",
  sqlShuffle: "shuffle files of SQL",
  diskCache: "cache blocks on disk",
  jvmSpill: "spill files of the JVM",
  pythonSpill: "spill files of Python workers (compressed)",
} as const;
export type DiskPlace = keyof typeof diskPlaces;
