import { decisiveSettings, harmlessSettings } from "./own-settings";

/** Files that the driver's folder can hold: spellings of a setting that decides link 4, each in its own way. */
export const hostileFiles: Record<string, string> = {
  "the public form": '[driver] {\n  "spark.authenticate" = "false"\n}\n',
  "appended to another block": '[driver] {\n  "spark.a" = 1\n}\n[driver] {\n  "spark.authenticate" = false\n}\n',
  unquoted: "[driver] {\n  spark.authenticate = false\n}\n",
  "nested objects": "[driver] {\n  spark { authenticate = false }\n}\n",
  "nested three deep": "[driver] {\n  spark { network { crypto { enabled = false } } }\n}\n",
  "dots and braces mixed": "[driver] {\n  spark.network { crypto.enabled = false }\n}\n",
  "a quoted part": '[driver] {\n  spark."authenticate" = false\n}\n',
  "quoted in halves": '[driver] {\n  spark.auth"enticate" = false\n}\n',
  "a unicode escape": '[driver] {\n  "spark.\\u0061uthenticate" = false\n}\n',
  "every letter a unicode escape": `[driver] {\n  "${[..."spark.authenticate"].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}" = false\n}\n`,
  "triple quotes": '[driver] {\n  """spark.authenticate""" = false\n}\n',
  "a colon": '[driver] {\n  "spark.authenticate" : false\n}\n',
  "no separator": "[driver] {\n  spark { authenticate { secret = x } }\n}\n",
  "plus equals": "[driver] {\n  spark.authenticate += false\n}\n",
  "a comment between": "[driver] {\n  spark { # one\n  // two\n  authenticate # three\n = false }\n}\n",
  "a line between key and value": "[driver] {\n  spark.authenticate\n  =\n  false\n}\n",
  "on one line": '[driver] { a = 1, "spark.authenticate" = false, b = 2 }\n',
  "after a comma without a space": "[driver]{a=1,spark.authenticate=false}",
  "set twice": '[driver] {\n  "spark.authenticate" = true\n  "spark.authenticate" = false\n}\n',
  "outside of a section": "spark.authenticate = false\n",
  "in a block by its plain name": 'driver {\n  "spark.authenticate" = false\n}\n',
  "in braces all around": '{ driver { "spark.authenticate" = false } }\n',
  "with a byte order mark": '\ufeff[driver] {\n  "spark.authenticate" = false\n}\n',
  "with Windows line ends": '[driver] {\r\n  "spark.authenticate" = "false"\r\n}\r\n',
  "with no-break spaces": "[driver] {\n\u00a0spark.authenticate\u00a0=\u00a0false\n}\n",
  "tabs and no line end": '[driver]\t{\t"spark.ssl.rpc.enabled"\t=\t"false"\t}',
  "a substitution of an object": `x { authenticate = false }\n[driver] {\n  spark = \${x}\n}\n`,
  "a substitution elsewhere and a name in halves": `[driver] {\n  home = \${?HOME}\n  spark.auth"enticate" = false\n}\n`,
  "a substitution elsewhere and an escape": `[driver] {\n  home = \${?HOME}\n  "spark.\\u0061uthenticate" = false\n}\n`,
  "a substitution elsewhere and triple quotes": `[driver] {\n  home = \${?HOME}\n  spark."""auth"""enticate = false\n}\n`,
  "objects beside each other": "[driver] {\n  spark = { a = 1 } { authenticate = false }\n}\n",
  "a list of objects": "[driver] {\n  x = [ { y = 1 } ]\n  spark.ssl.enabled = true\n}\n",
  "an include of a file": '[driver] {\n  include file("/tmp/other.conf")\n}\n',
  "an include by name": 'include "other"\n[driver] { "spark.a" = 1 }\n',
  "JVM options that carry it": '[driver] {\n  "spark.executor.extraJavaOptions" = "-Dspark.authenticate=false"\n}\n',
  "JVM options by another name": '[driver] {\n  "spark.driver.defaultJavaOptions" = "-Xmx1g -Dspark.network.crypto.enabled=false"\n}\n',
};

/** Public forms that have nothing to do with link 4, and must stay. */
export const harmlessFiles: Record<string, string> = {
  "a lineage switch (Databricks Labs)": '  [driver] {\n   "spark.databricks.dataLineage.enabled" = true\n   }\n',
  "an external metastore (documentation)":
    '[driver] {\n    # Hive specific configuration options.\n    # spark.hadoop prefix is added to make sure these options will propagate to the metastore client.\n    "spark.hadoop.javax.jdo.option.ConnectionURL" = "jdbc:sqlserver://a.database.windows.net:1433;database=b;encrypt=true;trustServerCertificate=false;loginTimeout=30;"\n    "spark.sql.hive.metastore.jars" = "maven"\n    }\n',
  listeners:
    '[driver] {\n    "spark.extraListeners" = "com.databricks.backend.daemon.driver.DBCEventLoggingListener,org.apache.spark.listeners.UnifiedSparkListener"\n}\n',
  "metrics, unquoted": '  [driver] {\n    spark.metrics.namespace = "a"\n    spark.sql.streaming.metricsEnabled = "true"\n  }\n',
  "a quoted substitution": `[driver] {\n"spark.metrics.namespace" = "\${spark.databricks.clusterUsageTags.clusterId}"\n}\n`,
  "two blocks": '[driver] {\n  "spark.a" = 1\n}\n[driver] {\n  "spark.b" = 2\n}\n',
  "an empty file": "",
};

/** One random file with a few settings, of which about half decide link 4. */
export function randomFile(random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const chance = (part: number) => random() < part;
  const space = () => pick(["", " ", "  ", "\t", "\u00a0"]);
  const line = () => pick(["\n", "\n", " # c\n", "\n\n", " // c\n", ",\n", "\r\n"]);
  const escaped = (text: string) =>
    [...text].map((letter) => (chance(0.2) ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}` : letter)).join("");
  const part = (text: string) =>
    pick([
      () => text,
      () => text,
      () => `"${escaped(text)}"`,
      () => `"""${text}"""`,
      () => `${text.slice(0, 2)}"${escaped(text.slice(2))}"`,
    ])();
  const value = (): string =>
    pick([
      () => "false",
      () => '"false"',
      () => '"""false"""',
      () => "a b c",
      () => "[1, 2]",
      () => `\${?HOME}`,
      () => `"x" \${?HOME}`,
      () => "{ y = 1 }",
      () => "null",
      () => `\${?nothing} false`,
    ])();
  const setting = (name: string): string => {
    const parts = name.split(".");
    if (chance(0.3)) return `${space()}"${escaped(name)}"${space()}${pick(["=", ":", "+="])}${space()}${value()}`;
    const cut = Math.floor(random() * parts.length);
    const before = parts.slice(0, cut).map(part).join(".");
    const after = parts.slice(cut).map(part).join(".");
    const assignment = `${after}${space()}${pick(["=", ":", "=", "+="])}${chance(0.1) ? "\n" : space()}${value()}`;
    return before
      ? `${before} ${chance(0.3) ? "= " : ""}{${chance(0.5) ? "\n" : " "}${assignment}${chance(0.5) ? "\n" : " "}}`
      : assignment;
  };
  const settings = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
    setting(chance(0.5) ? pick(decisiveSettings) : pick(harmlessSettings)),
  );
  const body = settings.join(line());
  return pick([
    () => `[driver] {\n${body}\n}\n`,
    () => `[driver]${space()}{${body}}`,
    () => `[driver] {\n  "spark.a" = 1\n}\n[driver] {\n${body}\n}\n`,
    () => `driver {\n${body}\n}\n`,
    () => `${body}\n`,
    () => `{\n${body}\n}`,
    () => `# ${pick(decisiveSettings)} is not set here\n[driver] {\n${body}\n}\n`,
  ])();
}
