/** Names that the init script, the component that binds it and the rules that judge it share. */
export const nodeTraffic = {
  scriptName: "encrypt-node-traffic.sh",
  /** Environment variables of the script, and the secret behind each. */
  secrets: {
    HARDENED_SPARK_ROOT_SECRET: "node-traffic-root",
    HARDENED_SPARK_TLS_CERTIFICATE: "node-traffic-certificate",
    HARDENED_SPARK_TLS_KEY: "node-traffic-key",
    HARDENED_SPARK_TLS_CA: "node-traffic-ca",
  },
  allowCtr: "HARDENED_SPARK_ALLOW_CTR",
} as const;

/** Spark settings that would undo what the script sets; a policy forbids them all. */
export const weakeningSettings = [
  "spark.authenticate",
  "spark.authenticate.secret",
  "spark.authenticate.enableSaslEncryption",
  "spark.network.crypto.enabled",
  "spark.network.crypto.cipher",
  "spark.network.crypto.authEngineVersion",
  "spark.network.crypto.saslFallback",
  "spark.network.sasl.serverAlwaysEncrypt",
  "spark.io.encryption.enabled",
  "spark.io.encryption.keySizeBits",
  "spark.ssl.enabled",
  "spark.ssl.rpc.enabled",
  "spark.ssl.rpc.protocol",
  "spark.ssl.rpc.trustStore",
  "spark.executor.extraJavaOptions",
  "spark.driver.extraJavaOptions",
];
