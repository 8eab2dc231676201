/** Ports, fixed so that streams can be told apart. */
export const ports = { master: 7077, worker: 7078, driver: 7001, driverBlocks: 7002, executorBlocks: 7003, shuffle: 7337 };

/** What every process of every cluster has, secured or not: nothing is compressed, so that a marker is found if it is in clear. */
export const commonSettings: Record<string, string> = {
  "spark.shuffle.compress": "false",
  "spark.broadcast.compress": "false",
  "spark.shuffle.spill.compress": "false",
  "spark.rdd.compress": "false",
  "spark.shuffle.service.enabled": "true",
  "spark.ui.enabled": "false",
};

/** What a driver at an address has besides. */
export function driverDefaults(address: string): Record<string, string> {
  return {
    "spark.master": `spark://${address}:${ports.master}`,
    "spark.driver.host": address,
    "spark.driver.bindAddress": address,
    "spark.driver.port": String(ports.driver),
    "spark.driver.blockManager.port": String(ports.driverBlocks),
    "spark.blockManager.port": String(ports.executorBlocks),
    "spark.cores.max": "2",
    "spark.executor.cores": "1",
    "spark.executor.memory": "600m",
    "spark.driver.memory": "800m",
    "spark.default.parallelism": "4",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.python.worker.memory": "1m",
    "spark.shuffle.spill.numElementsForceSpillThreshold": "1000",
    "spark.locality.wait": "0",
  };
}
