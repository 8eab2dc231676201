/**
 * Environment variables that act on a node before the init script's first line, or on Spark behind its back: a policy forbids each by
 * name, since no document has wildcards for map keys. A function that is exported to bash (`BASH_FUNC_name%%`) can have any name, so it
 * cannot be forbidden: the script's first line, `#!/bin/bash -p`, has bash ignore those.
 */
export const closedVariables: readonly string[] = [
  // Bash: run before, or instead of, a script's first line (bash manual: "Bash Startup Files", "Bash Variables").
  ...["BASH_ENV", "ENV", "SHELLOPTS", "BASHOPTS", "BASH_COMPAT", "POSIXLY_CORRECT", "PS4", "IFS", "CDPATH", "GLOBIGNORE", "TMPDIR"],
  // Whose programs and libraries are run (ld.so(8), glibc manual).
  ...["PATH", "LD_PRELOAD", "LD_AUDIT", "LD_LIBRARY_PATH", "LD_DEBUG_OUTPUT", "GCONV_PATH", "LOCPATH", "GLIBC_TUNABLES"],
  ...["OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES"],
  // Where Databricks looks for its files; not among the variables that it protects.
  "DB_HOME",
  // Options of every Java: `_JAVA_OPTIONS` beats -D on the command line (measured on HotSpot 17).
  ...["_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_OPTS", "JAVA_HOME", "CLASSPATH"],
  // Python (`python3 --help-env`); the script's own Python runs isolated (-I).
  ...["PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONPLATLIBDIR", "PYTHONEXECUTABLE", "PYTHONINSPECT"],
  ...["PYTHONWARNINGS", "PYTHONBREAKPOINT", "PYTHONPYCACHEPREFIX", "PYTHONCASEOK", "PYTHON_PRESITE"],
  // Spark's launch scripts and daemons (bin/, sbin/ and launcher of Apache Spark).
  ...["SPARK_HOME", "SPARK_CONF_DIR", "SPARK_ENV_LOADED", "SPARK_SCALA_VERSION", "SPARK_JARS_DIR", "SPARK_DIST_CLASSPATH"],
  ...["SPARK_CLASSPATH", "SPARK_DAEMON_CLASSPATH", "SPARK_PREPEND_CLASSES", "SPARK_LIBRARY_PATH", "SPARK_JAVA_OPTS"],
  ...["SPARK_DAEMON_JAVA_OPTS", "SPARK_MASTER_OPTS", "SPARK_WORKER_OPTS", "SPARK_SHUFFLE_OPTS", "SPARK_SUBMIT_OPTS"],
  ...["SPARK_LAUNCHER_OPTS", "SPARK_EXECUTOR_OPTS", "SPARK_EXECUTOR_CLASSPATH", "PYSPARK_SUBMIT_ARGS", "SPARKR_SUBMIT_ARGS"],
  ...["SPARK_TESTING", "SPARK_REMOTE", "SPARK_CONNECT_MODE"],
  ...["SPARK_LOCAL_DIRS", "SPARK_WORKER_DIR", "SPARK_EXECUTOR_DIRS", "HADOOP_CONF_DIR", "YARN_CONF_DIR"],
  // Spark's own way to hand the key and the stores' passwords to executors (SecurityManager, SSLOptions).
  "_SPARK_AUTH_SECRET",
  ...["_SPARK_SSL_RPC_KEY_PASSWORD", "_SPARK_SSL_RPC_PRIVATE_KEY_PASSWORD"],
  ...["_SPARK_SSL_RPC_KEY_STORE_PASSWORD", "_SPARK_SSL_RPC_TRUST_STORE_PASSWORD"],
];

/** Whether a variable acts as one of those does: the dynamic linker's, exported functions and the script's own among them. */
export function isClosedVariable(name: string): boolean {
  return closedVariables.includes(name) || /^(BASH_FUNC_|LD_|HARDENED_SPARK_)/.test(name);
}
