import type { ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { type Cluster, waitFor } from "./cluster";
import { type NodeName, run } from "./network";
import { frame, oneWay } from "./sentinel-frames";
import { sentinelStatus } from "./sentinel-status";

/** How programs are started on nodes and waited for. */
export interface Tools {
  java: (node: NodeName, log: string, program: string, ...args: string[]) => ChildProcess;
  python: (node: NodeName, log: string, ...args: string[]) => ChildProcess;
  over: (child: ChildProcess) => Promise<boolean>;
  driver: string;
}

/** What an attack on the sentinel has found: lost packets, headers without a body, floods, and users of the node who set traps for it. */
export async function tryAttacks(
  cluster: Cluster,
  check: (name: string, holds: boolean, detail?: string) => void,
  tools: Tools,
): Promise<void> {
  const { java, python, over, driver } = tools;
  const head = frame(3, `${"00".repeat(8)}00000009`)
    .slice(0, 42)
    .replace(/^.{16}/, "000000000000001e");
  const netfilter = (...command: string[]) => run("ip", "netns", "exec", cluster.network.namespace("driver"), "nft", ...command);

  // The driver's node loses the first header of each handshake: it is sent again, and stays one handshake.
  netfilter("add table inet loss");
  netfilter("add chain inet loss input { type filter hook input priority -20; }");
  netfilter(
    "add rule inet loss input ip saddr",
    cluster.network.address("worker1"),
    "tcp dport 9005 ip length 73 numgen inc mod 2 == 0 counter drop",
  );
  const lossy = java("worker1", "lossy", "FrameSender.java", driver, "9005", head, "fb0000000570726f62");
  await over(lossy);
  const losses = netfilter("list table inet loss");
  netfilter("delete table inet loss");
  check(
    "a handshake whose header was lost and sent again ends nobody",
    lossy.exitCode === 0 && /counter packets [1-9]/.test(losses),
    `${cluster.log("worker1", "lossy")} ${losses}`,
  );
  const bodiless = java("worker1", "bodiless", "FrameSender.java", driver, "9005", head, "ea0000000570726f62");
  await over(bodiless);
  check(
    "a header in a segment of its own whose body is no handshake ends its sender",
    bodiless.signalCode === "SIGKILL",
    cluster.log("worker1", "bodiless"),
  );

  const clear = (log: string, port: string, launcher: string[] = []) =>
    cluster.spawnOn("driver", log, [
      ...launcher,
      "env",
      "CLEAR=1",
      "java",
      "-XX:TieredStopAtLevel=1",
      resolve(__dirname, "Listener.java"),
      driver,
      port,
    ]);
  const trap = run("ip", "netns", "pids", cluster.network.namespace("driver")).split("\n")[0] as string;
  const inNode = (command: string) => run("nsenter", "--target", trap, "--mount", "--root", "--", "/bin/sh", "-c", command);
  inNode("rm -f /tmp/custom-spark.conf; setpriv --reuid=65534 --regid=65534 --clear-groups mkfifo /tmp/custom-spark.conf");
  const flooding = cluster.spawnOn("driver", "flood", [
    ...["env", "FLOOD=1", "java", "-XX:TieredStopAtLevel=1", resolve(__dirname, "FrameSender.java"), driver, "9005"],
    frame(7, `00000006${Buffer.from("/files").toString("hex")}${"00".repeat(8)}`),
  ]);
  inNode("printf kept >/tmp/roots-file; chmod 644 /tmp/roots-file");
  const trapped = clear("trapped", "9010", [
    "/bin/sh",
    "-c",
    'exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@" 2</tmp/roots-file',
    "as-nobody",
  ]);
  await over(trapped);
  check(
    "a clear port is ended beside a flood of served files, with a pipe in the way of the sentinel",
    trapped.signalCode === "SIGKILL",
    cluster.log("driver", "trapped"),
  );
  check("nothing is written into a file of root's that a user has as its standard error", inNode("cat /tmp/roots-file") === "kept");
  await over(flooding);

  inNode(
    "rm -f /tmp/custom-spark.conf; setpriv --reuid=65534 --regid=65534 --clear-groups sh -c 'echo spark.master local >/tmp/custom-spark.conf'",
  );
  const forged = clear("forged", "9011");
  await over(forged);
  check("a user's word that this is a single node counts for nothing", forged.signalCode === "SIGKILL");
  inNode("rm -f /tmp/custom-spark.conf; echo 'spark.master local[*]' >/tmp/custom-spark.conf");
  const single = clear("single", "9012");
  const answered = await waitFor(() => sentinelStatus(cluster, "driver")?.ports[`${driver}:9012`] === "clear", 40);
  check(
    "a single-node cluster is no alarm",
    answered && single.exitCode === null && single.signalCode === null,
    cluster.log("driver", "single"),
  );
  const late = python("worker2", "late", "send", driver, "9012", oneWay);
  await over(late);
  check("… and its port stays closed to others", late.exitCode !== 0 && !cluster.log("worker2", "late").includes("connected"));
  single.kill("SIGKILL");
}
