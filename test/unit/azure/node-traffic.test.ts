import { closedVariables, isClosedVariable } from "../../../src/azure/node-environment";
import { closedSettings, NodeTrafficMode, pinnedSettings, secretSettings, undoesSetting } from "../../../src/azure/node-traffic";
import { isSupported, longTermRuntimes, runtimeOf, versionPattern, versionString } from "../../../src/azure/runtimes";
import { canEncryptInVnet, defaultNodeTypes } from "../../../src/azure/vm-sizes";

const modes = Object.values(NodeTrafficMode);

describe("settings", () => {
  test("of each mode: authentication on, no way back, one kind of encryption, files encrypted", () => {
    expect(pinnedSettings("tls")).toEqual({
      "spark.authenticate": "true",
      "spark.network.crypto.saslFallback": "false",
      "spark.network.crypto.enabled": "false",
      "spark.ssl.rpc.enabled": "true",
      "spark.ssl.rpc.protocol": "TLSv1.3",
      "spark.io.encryption.enabled": "true",
      "spark.io.encryption.keySizeBits": "256",
      "spark.io.encryption.keygen.algorithm": "HmacSHA256",
    });
    for (const [mode, cipher] of [
      ["gcm", "AES/GCM/NoPadding"],
      ["ctr", "AES/CTR/NoPadding"],
    ] as const)
      expect(pinnedSettings(mode)).toMatchObject({
        "spark.authenticate": "true",
        "spark.network.crypto.enabled": "true",
        "spark.network.crypto.cipher": cipher,
        "spark.network.sasl.serverAlwaysEncrypt": "true",
      });
    expect(pinnedSettings("gcm")["spark.network.crypto.authEngineVersion"]).toBe("2");
    expect(Object.keys(pinnedSettings("tls", { wireOnly: true })).some((setting) => setting.startsWith("spark.io."))).toBe(false);
  });

  test.each(modes)("in %s each setting is pinned or closed, and none both; secret ones and those of other modes are closed", (mode) => {
    const pinned = Object.keys(pinnedSettings(mode));
    const closed = closedSettings(mode);
    expect(closed.filter((setting) => pinned.includes(setting))).toEqual([]);
    expect(new Set(closed).size).toBe(closed.length);
    expect(closed).toEqual(expect.arrayContaining([...secretSettings]));
    for (const other of modes) for (const setting of Object.keys(pinnedSettings(other))) expect([...pinned, ...closed]).toContain(setting);
    for (const variable of closedVariables) expect(closed).toContain(`spark.executorEnv.${variable}`);
  });

  test("no name is a wildcard: no document knows those of maps", () => {
    for (const name of [...closedSettings("tls"), ...closedVariables]) expect(name).toMatch(/^[\w.]+$/);
  });

  test.each<[string, unknown, boolean]>([
    ["spark.authenticate", "true", false],
    ["spark.authenticate", true, false],
    ["spark.authenticate", " TRUE ", false],
    ["spark.authenticate", "false", true],
    ["spark.authenticate.secret", "x", true],
    ["spark.authenticate.something.new", "x", true],
    ["spark.network.crypto.enabled", "false", false],
    ["spark.network.crypto.config.anything", "x", true],
    ["spark.ssl.rpc.protocol", "TLSv1.3", false],
    ["spark.ssl.rpc.protocol", "TLSv1", true],
    ["spark.ssl.rpc.openSslEnabled", "true", true],
    ["spark.ssl.rpc.anything", "x", true],
    ["spark.io.encryption.enabled", "false", true],
    ["spark.executor.defaultJavaOptions", "-Dx", true],
    ["spark.driver.extraClassPath", "/x.jar", true],
    ["spark.executorEnv.LD_PRELOAD", "/x.so", true],
    ["spark.executorEnv.LD_ANYTHING", "/x.so", true],
    ["spark.executorEnv.TZ", "UTC", false],
    ["spark.shuffle.manager", "x", true],
    ["spark.shuffle.sort.io.anything", "x", true],
    ["spark.plugins", "x", true],
    ["spark.extraListeners", "x", true],
    ["spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension", false],
    ["spark.sql.shuffle.partitions", "200", false],
    ["spark.network.timeout", "600s", false],
  ])("%s=%s undoes it: %s", (setting, value, undoes) => {
    expect(undoesSetting(setting, value, "tls")).toBe(undoes);
  });

  test("variables are known by name, exported functions and the linker's by their beginning", () => {
    for (const name of [
      "BASH_ENV",
      "_JAVA_OPTIONS",
      "PYTHONPATH",
      "BASH_FUNC_set%%",
      "LD_DEBUG",
      "HARDENED_SPARK_ANYTHING",
      "SPARK_DAEMON_JAVA_OPTS",
    ])
      expect(isClosedVariable(name)).toBe(true);
    for (const name of ["TZ", "PYSPARK_PYTHON", "PYTHONHASHSEED", "MY_PATH"]) expect(isClosedVariable(name)).toBe(false);
  });
});

describe("runtimes", () => {
  test.each<[string, string | undefined]>([
    ["17.3.x-scala2.13", "17.3.x"],
    ["17.3.x-photon-scala2.13", "17.3.x"],
    ["17.3.x-cpu-ml-scala2.13", "17.3.x"],
    ["17.3.x-gpu-ml-scala2.13", "17.3.x"],
    ["17.3.x-aarch64-scala2.13", "17.3.x"],
    ["18.x-scala2.13", "18.x"],
    ["18.x-aarch64-photon-scala2.13", "18.x"],
    ["18.0.x-scala2.13", undefined],
    ["18.1.x-scala2.13", undefined],
    ["1718.x-scala2.13", undefined],
    ["17x3xx-scala2.13", undefined],
    ["17.3.x-scala2.13\n", undefined],
    ["17.3.x", undefined],
    ["auto:latest-lts", undefined],
    ["custom:image", undefined],
  ])("%j is %s", (version, key) => {
    expect(runtimeOf(version)?.key).toBe(key);
  });

  test("each version string is matched by its own pattern and by no other's", () => {
    for (const runtime of longTermRuntimes)
      for (const other of longTermRuntimes)
        expect(new RegExp(`^(?:${versionPattern([other])})$`).test(versionString(runtime))).toBe(runtime === other);
  });

  test("support ends on its day, and not before", () => {
    const [oldest] = longTermRuntimes;
    expect(oldest && isSupported(oldest, oldest.supportEnds)).toBe(true);
    expect(oldest && isSupported(oldest, "2027-02-02")).toBe(false);
  });
});

describe("sizes that VNet encryption supports", () => {
  test.each([
    ...defaultNodeTypes,
    "Standard_D4_v4",
    "Standard_D4as_v4",
    "Standard_D8lds_v5",
    "Standard_D8ads_v6",
    "Standard_D2alds_v6",
    "Standard_E96bds_v5",
    "Standard_E80is_v4",
    "Standard_D4s_v7",
    "Standard_D8pds_v6",
    "Standard_D8plds_v6",
    "Standard_E16ps_v6",
    "Standard_L8s_v3",
    "Standard_M64ds_v2",
    "Standard_M416s_8_v2",
    "Standard_M96s_2_v3",
    "Standard_F4as_v6",
    "Standard_F4als_v6",
    "Standard_F4ams_v6",
    "Standard_NC40ads_H100_v5",
  ])("%s", (size) => {
    expect(canEncryptInVnet(size)).toBe(true);
  });

  test.each([
    "Standard_DS3_v2",
    "Standard_D16s_v3",
    "Standard_D8ps_v5",
    "Standard_E8pds_v5",
    "Standard_D4plds_v5",
    "Standard_D4pds_v7",
    "Standard_DC4as_v5",
    "Standard_EC8ads_v5",
    "Standard_L8as_v3",
    "Standard_L8s_v2",
    "Standard_F4s_v2",
    "Standard_M416s_6_v3",
    "Standard_M16bs_v3",
    "Standard_NC24ads_A100_v4",
    "Standard_NCC40ads_H100_v5",
    "standard_d4ds_v5x",
    "",
  ])("not %j", (size) => {
    expect(canEncryptInVnet(size)).toBe(false);
  });
});
