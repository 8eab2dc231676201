/** What the cluster policy fixes as `spark_conf`. */
export function pinnedSettings(mode: string, { wireOnly }: { wireOnly: boolean }): Record<string, string> {
  const files = {
    "spark.io.encryption.enabled": "true",
    "spark.io.encryption.keySizeBits": "256",
    "spark.io.encryption.keygen.algorithm": "HmacSHA256",
  };
  const common = { "spark.authenticate": "true", "spark.network.crypto.saslFallback": "false", ...(wireOnly ? {} : files) };
  if (mode === "tls")
    return { ...common, "spark.network.crypto.enabled": "false", "spark.ssl.rpc.enabled": "true", "spark.ssl.rpc.protocol": "TLSv1.3" };
  return {
    ...common,
    "spark.network.crypto.enabled": "true",
    "spark.network.crypto.cipher": mode === "gcm" ? "AES/GCM/NoPadding" : "AES/CTR/NoPadding",
    "spark.network.sasl.serverAlwaysEncrypt": "true",
    ...(mode === "gcm" ? { "spark.network.crypto.authEngineVersion": "2" } : {}),
  };
}
