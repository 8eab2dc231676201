/** Settings that decide link 4, as Apache Spark's security page and CIS 2.1.3 name them: nobody but the script may set one. */
const decisive = [
  "spark.authenticate",
  "spark.authenticate.secret",
  "spark.authenticate.enableSaslEncryption",
  "spark.network.crypto.enabled",
  "spark.network.crypto.cipher",
  "spark.network.crypto.saslFallback",
  "spark.network.crypto.authEngineVersion",
  "spark.network.sasl.serverAlwaysEncrypt",
  "spark.io.encryption.enabled",
  "spark.io.encryption.keySizeBits",
  "spark.ssl.enabled",
  "spark.ssl.rpc.enabled",
  "spark.ssl.rpc.protocol",
  "spark.ssl.rpc.trustStore",
];

export const decisiveSettings: readonly string[] = decisive;

/** Settings that have nothing to do with it, though some of their names are near. */
export const harmlessSettings = [
  "spark.databricks.dataLineage.enabled",
  "spark.sql.hive.metastore.version",
  "spark.hadoop.javax.jdo.option.ConnectionURL",
  "spark.network.timeout",
  "spark.metrics.namespace",
  "spark.io.compression.codec",
  "spark.ui.port",
];
