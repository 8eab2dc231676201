/** What a variable of the cluster may do to the script. */
export type Expected =
  /** The script ends with a sentence. */
  | "refused"
  /** What is written is the same as without it. */
  | "no effect"
  /** It acts before the script's first line, whatever that is: a named premise of the verdict. */
  | "premise";

export interface EnvironmentCase {
  name: string;
  variables: Record<string, string>;
  /** Where the script is started by its first line. */
  byFirstLine: Expected;
  /** Where it is started as `bash SCRIPT`. */
  byBash: Expected;
}

/** Files that the cases use, on the node: what somebody could have put there, or what a value makes by itself. */
export const preparation = `
set -e
mkdir -p /tmp/evil/bin /tmp/evil/python
printf '#!/bin/sh\\ntouch /tmp/acted\\nexit 0\\n' >/tmp/evil/bin/python3
chmod 755 /tmp/evil/bin/python3
for name in openssl base64 sha256sum env bash; do cp /tmp/evil/bin/python3 /tmp/evil/bin/$name; done
echo 'open("/tmp/acted", "w"); raise SystemExit(0)' >/tmp/evil/python/base64.py
cp /tmp/evil/python/base64.py /tmp/evil/python/sitecustomize.py
cp /tmp/evil/python/base64.py /tmp/evil/python/usercustomize.py
echo 'touch /tmp/acted; exit 0' >/tmp/evil/rc
printf 'openssl_conf = x\\n[x]\\nengines = y\\n[y]\\nz = z\\n[z]\\ndynamic_path = /tmp/evil/none.so\\ninit = 1\\n' >/tmp/evil/openssl.cnf
echo '#include <unistd.h>
#include <fcntl.h>
__attribute__((constructor)) static void act(void) { close(open("/tmp/acted", O_CREAT, 0600)); _exit(0); }
unsigned la_version(unsigned version) { close(open("/tmp/acted", O_CREAT, 0600)); _exit(0); }' >/tmp/evil/lib.c
gcc -shared -fPIC -o /tmp/evil/lib.so /tmp/evil/lib.c
`;

const refused = (name: string, variables: Record<string, string>): EnvironmentCase => ({
  name,
  variables,
  byFirstLine: "refused",
  byBash: "refused",
});
const without = (name: string, variables: Record<string, string>): EnvironmentCase => ({
  name,
  variables,
  byFirstLine: "no effect",
  byBash: "no effect",
});
const bash = (name: string, variables: Record<string, string>): EnvironmentCase => ({
  name,
  variables,
  byFirstLine: "no effect",
  byBash: "premise",
});
const loader = (name: string, variables: Record<string, string>): EnvironmentCase => ({
  name,
  variables,
  byFirstLine: "premise",
  byBash: "premise",
});

const clear = "-Dspark.network.crypto.enabled=false";

/** Variables that a cluster, a job or a policy can set, and their shapes. */
export const environmentCases: EnvironmentCase[] = [
  bash("BASH_ENV, a file", { BASH_ENV: "/tmp/evil/rc" }),
  bash("BASH_ENV, a command", { BASH_ENV: "$(touch /tmp/acted; echo 'exit 0' >/tmp/made; echo /tmp/made)" }),
  without("BASH_ENV, a file that is not there", { BASH_ENV: "/nowhere" }),
  without("ENV", { ENV: "/tmp/evil/rc" }),
  bash("SHELLOPTS=noexec", { SHELLOPTS: "noexec" }),
  without("SHELLOPTS=xtrace with a command in PS4", { SHELLOPTS: "xtrace", PS4: "$(touch /tmp/acted; kill -9 $$)" }),
  without("PS4 alone", { PS4: "$(touch /tmp/acted)" }),
  without("BASHOPTS", { BASHOPTS: "extdebug:failglob:nocasematch" }),
  bash("an exported function called exec", { "BASH_FUNC_exec%%": "() { exit 0; }" }),
  without("an exported function called set", { "BASH_FUNC_set%%": "() { exit 0; }" }),
  without("an exported function called [", { "BASH_FUNC_[%%": "() { exit 0; }", "BASH_FUNC_set%%": "() { builtin exit 0; }" }),
  without("an exported function of a former form", { BASH_FUNC_x: "() { :; }; touch /tmp/acted", x: "() { :; }; touch /tmp/acted" }),
  without("BASH_XTRACEFD and PROMPT_COMMAND", { BASH_XTRACEFD: "1", PROMPT_COMMAND: "touch /tmp/acted" }),
  without("POSIXLY_CORRECT and BASH_COMPAT", { POSIXLY_CORRECT: "1", BASH_COMPAT: "31" }),
  without("IFS", { IFS: "/e" }),
  without("GLOBIGNORE and CDPATH", { GLOBIGNORE: "*", CDPATH: "/tmp/evil" }),
  without("PATH with another python3 and openssl first", { PATH: "/tmp/evil/bin:/usr/local/bin:/usr/bin:/bin" }),
  without("PATH, empty", { PATH: "" }),
  loader("LD_PRELOAD", { LD_PRELOAD: "/tmp/evil/lib.so" }),
  loader("LD_AUDIT", { LD_AUDIT: "/tmp/evil/lib.so" }),
  without("LD_PRELOAD of a file that is not there", { LD_PRELOAD: "/nowhere.so" }),
  without("LD_LIBRARY_PATH", { LD_LIBRARY_PATH: "/tmp/evil" }),
  without("GCONV_PATH and LOCPATH", { GCONV_PATH: "/tmp/evil", LOCPATH: "/tmp/evil" }),
  without("LC_ALL and LANG", { LC_ALL: "tr_TR.UTF-8", LANG: "ja_JP.SJIS" }),
  refused("DB_HOME", { DB_HOME: "/tmp/evil" }),
  refused("_JAVA_OPTIONS", { _JAVA_OPTIONS: clear }),
  refused("JAVA_TOOL_OPTIONS", { JAVA_TOOL_OPTIONS: `-Xmx1g ${clear}` }),
  refused("JDK_JAVA_OPTIONS", { JDK_JAVA_OPTIONS: clear }),
  refused("JDK_JAVA_OPTIONS, a file", { JDK_JAVA_OPTIONS: "@/tmp/evil/options" }),
  refused("JAVA_TOOL_OPTIONS, an agent", { JAVA_TOOL_OPTIONS: "-javaagent:/tmp/evil/agent.jar" }),
  refused("_JAVA_OPTIONS, a file of flags", { _JAVA_OPTIONS: "-XX:Flags=/tmp/evil/flags" }),
  refused("SPARK_DAEMON_JAVA_OPTS", { SPARK_DAEMON_JAVA_OPTS: "-Dspark.authenticate=false" }),
  refused("SPARK_WORKER_OPTS", { SPARK_WORKER_OPTS: "-Dspark.authenticate=false" }),
  refused("SPARK_MASTER_OPTS", { SPARK_MASTER_OPTS: "-Dspark.ssl.rpc.enabled=false" }),
  refused("SPARK_SHUFFLE_OPTS", { SPARK_SHUFFLE_OPTS: clear }),
  refused("SPARK_EXECUTOR_OPTS", { SPARK_EXECUTOR_OPTS: clear }),
  refused("SPARK_SUBMIT_OPTS", { SPARK_SUBMIT_OPTS: clear }),
  refused("SPARK_CONF_DIR", { SPARK_CONF_DIR: "/tmp/evil" }),
  refused("SPARK_HOME", { SPARK_HOME: "/tmp/evil" }),
  refused("_SPARK_AUTH_SECRET", { _SPARK_AUTH_SECRET: "known to somebody" }),
  refused("_SPARK_SSL_RPC_TRUST_STORE_PASSWORD", { _SPARK_SSL_RPC_TRUST_STORE_PASSWORD: "known to somebody" }),
  without("JAVA_TOOL_OPTIONS, harmless", { JAVA_TOOL_OPTIONS: "-Xmx1g -Dfile.encoding=UTF-8" }),
  without("SPARK_DAEMON_JAVA_OPTS, harmless", { SPARK_DAEMON_JAVA_OPTS: "-XX:+UseG1GC" }),
  without("PYTHONPATH", { PYTHONPATH: "/tmp/evil/python" }),
  without("PYTHONSTARTUP and PYTHONINSPECT", { PYTHONSTARTUP: "/tmp/evil/python/base64.py", PYTHONINSPECT: "1" }),
  without("PYTHONHOME", { PYTHONHOME: "/tmp/evil" }),
  without("PYTHONUSERBASE and PYTHONPLATLIBDIR", { PYTHONUSERBASE: "/tmp/evil", PYTHONPLATLIBDIR: "evil" }),
  without("PYTHONIOENCODING and PYTHONWARNINGS", { PYTHONIOENCODING: "utf-16", PYTHONWARNINGS: "error" }),
  without("OPENSSL_CONF", { OPENSSL_CONF: "/tmp/evil/openssl.cnf" }),
  without("OPENSSL_MODULES, OPENSSL_ENGINES and SSL_CERT_FILE", {
    OPENSSL_MODULES: "/tmp/evil",
    OPENSSL_ENGINES: "/tmp/evil",
    SSL_CERT_FILE: "/dev/null",
  }),
  without("TMPDIR and HOME", { TMPDIR: "/nowhere", HOME: "/nowhere" }),
  without("names of the script's own variables", { python: "/tmp/evil/bin/python3", name: "x", value: "y", undoes: "nothing" }),
];
