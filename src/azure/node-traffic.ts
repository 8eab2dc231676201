import { closedVariables, isClosedVariable } from "./node-environment";

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
  /** The variable that says which mode the nodes must be able to do. */
  mode: "HARDENED_SPARK_MODE",
  /** The variable that leaves Spark's encryption of files off, where it is `1`. */
  wireOnly: "HARDENED_SPARK_WIRE_ONLY",
} as const;

/** How nodes encrypt what they send each other. */
export const NodeTrafficMode = {
  /** RPC over TLS 1.3, trusting only the deployment's own certificate authority: Spark 4. */
  Tls: "tls",
  /** AES-GCM: a changed byte is noticed. Where Spark's implementation works (SPARK-56227). */
  Gcm: "gcm",
  /** AES-CTR: a changed byte is not noticed (CVE-2025-55039). */
  Ctr: "ctr",
} as const;
export type NodeTrafficMode = (typeof NodeTrafficMode)[keyof typeof NodeTrafficMode];

/** What a mode's settings depend on beside the mode. */
export interface NodeTrafficOptions {
  /** Whether Spark leaves its files on disk as they are. Defaults to false. */
  wireOnly?: boolean;
}

const fileSettings = {
  "spark.io.encryption.enabled": "true",
  "spark.io.encryption.keySizeBits": "256",
  "spark.io.encryption.keygen.algorithm": "HmacSHA256",
};
const aes = { "spark.network.crypto.enabled": "true", "spark.network.sasl.serverAlwaysEncrypt": "true" };
const modeSettings: Record<NodeTrafficMode, Record<string, string>> = {
  tls: { "spark.network.crypto.enabled": "false", "spark.ssl.rpc.enabled": "true", "spark.ssl.rpc.protocol": "TLSv1.3" },
  gcm: { ...aes, "spark.network.crypto.cipher": "AES/GCM/NoPadding", "spark.network.crypto.authEngineVersion": "2" },
  ctr: { ...aes, "spark.network.crypto.cipher": "AES/CTR/NoPadding" },
};

/** Spark's settings in a mode that are no secret: the script writes them on every node, and the policy fixes them beside it. */
export function pinnedSettings(mode: NodeTrafficMode, options: NodeTrafficOptions = {}): Record<string, string> {
  return {
    "spark.authenticate": "true",
    "spark.network.crypto.saslFallback": "false",
    ...modeSettings[mode],
    ...(options.wireOnly ? {} : fileSettings),
  };
}

/** Settings that only the script writes, since they are secret or lie on the node: a policy forbids them. */
export const secretSettings: readonly string[] = [
  "spark.authenticate.secret",
  "spark.ssl.rpc.keyStore",
  "spark.ssl.rpc.keyStoreType",
  "spark.ssl.rpc.keyStorePassword",
  "spark.ssl.rpc.keyPassword",
  "spark.ssl.rpc.trustStore",
  "spark.ssl.rpc.trustStoreType",
  "spark.ssl.rpc.trustStorePassword",
];

/** What a TLS namespace of Spark knows (SSLOptions of Spark 3.5 and 4; openSslEnabled is openSSLEnabled in its documentation). */
const tlsSettings = [
  ...["enabled", "protocol", "enabledAlgorithms", "needClientAuth", "openSslEnabled", "openSSLEnabled", "useNodeLocalConf"],
  ...["keyStore", "keyStoreType", "keyStorePassword", "keyPassword", "privateKey", "privateKeyPassword", "certChain"],
  ...["trustStore", "trustStoreType", "trustStorePassword", "trustStoreReloadingEnabled", "trustStoreReloadIntervalMs"],
];

/** What commons-crypto reads below Spark's two prefixes for it: its classes are loaded by name (CryptoCipherFactory, CryptoRandomFactory). */
const cryptoSettings = [
  ...["cipher.classes", "stream.buffer.size", "secure.random.classes", "secure.random.java.algorithm"],
  ...["secure.random.device.file.path", "lib.path", "lib.name", "lib.tempdir"],
];

/** Settings that would undo or go round the pinned ones, in whatever mode (documentation and classes of Spark 3.5.9 and 4.3.0). */
const otherSettings = [
  ...["secret.file", "secret.driver.file", "secret.executor.file", "secretBitLength", "enableSaslEncryption"].map(
    (name) => `spark.authenticate.${name}`,
  ),
  ...["keyLength", "keyFactoryAlgorithm"].map((name) => `spark.network.crypto.${name}`),
  ...cryptoSettings.flatMap((name) => [`spark.network.crypto.config.${name}`, `spark.io.encryption.commons.config.${name}`]),
  "spark.io.crypto.cipher.transformation",
  // The namespace of RPC takes from the general one what it lacks itself.
  ...tlsSettings.flatMap((name) => [`spark.ssl.${name}`, `spark.ssl.rpc.${name}`]),
  // Options and code for the JVMs themselves. Extensions of SQL stay free: they are loaded once Spark's transport stands, as users' code is.
  ...["driver", "executor"].flatMap((process) =>
    ["extraJavaOptions", "defaultJavaOptions", "extraClassPath", "defaultExtraClassPath", "extraLibraryPath", "userClassPathFirst"].map(
      (name) => `spark.${process}.${name}`,
    ),
  ),
  ...["spark.files.userClassPathFirst", "spark.plugins", "spark.plugins.defaultList", "spark.extraListeners", "spark.repl.class.uri"],
  ...["spark.sql.queryExecutionListeners", "spark.sql.streaming.streamingQueryListeners", "spark.testing"],
  ...["spark.jars", "spark.jars.packages", "spark.jars.excludes", "spark.jars.ivy", "spark.jars.ivySettings", "spark.jars.repositories"],
  ...["spark.files", "spark.archives", "spark.submit.pyFiles", "spark.submit.deployMode"],
  // Other ways for the data of a shuffle, and other places for its files.
  ...["spark.shuffle.manager", "spark.shuffle.sort.io.plugin.class", "spark.shuffle.service.enabled", "spark.shuffle.service.port"],
  ...["spark.shuffle.push.enabled", "spark.shuffle.push.server.mergedShuffleFileManagerImpl", "spark.local.dir"],
  ...closedVariables.map((name) => `spark.executorEnv.${name}`),
];

/** Whole families of such settings: no policy can forbid by them, but whoever reads a cluster's settings can. */
const closedFamilies = [
  ...["spark.authenticate", "spark.network.crypto.", "spark.network.sasl.", "spark.ssl.", "spark.io.encryption.", "spark.io.crypto."],
  ...["spark.plugins.", "spark.jars.", "spark.shuffle.service.", "spark.shuffle.sort.io.", "spark.shuffle.push.server."],
];

const everyPinned = Object.values(NodeTrafficMode).flatMap((mode) => Object.keys(pinnedSettings(mode)));

/** The settings that a policy forbids in a mode: each that would undo the pinned ones, those of other modes and the secret ones among them. */
export function closedSettings(mode: NodeTrafficMode, options: NodeTrafficOptions = {}): string[] {
  const pinned = pinnedSettings(mode, options);
  return [...new Set([...everyPinned, ...secretSettings, ...otherSettings])].filter((setting) => !(setting in pinned));
}

/** Whether a setting of a cluster's own would undo what a mode pins. The pinned value itself does not. */
export function undoesSetting(setting: string, value: unknown, mode: NodeTrafficMode, options: NodeTrafficOptions = {}): boolean {
  const pinned = pinnedSettings(mode, options)[setting];
  // Spark reads booleans and trims; names of ciphers it compares as they are.
  if (pinned !== undefined) return String(value).trim().toLowerCase() !== pinned.toLowerCase();
  const variable = /^spark\.executorEnv\.(.+)$/.exec(setting)?.[1];
  if (variable !== undefined) return isClosedVariable(variable);
  return closedSettings(mode, options).includes(setting) || closedFamilies.some((family) => setting.startsWith(family));
}
