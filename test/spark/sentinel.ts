import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Cluster, newRootSecret, waitFor } from "./cluster";
import { type NodeName, run } from "./network";
import { tryAttacks } from "./sentinel-attacks";
import { frame, oneWay } from "./sentinel-frames";
import { type SentinelStatus, sentinelStatus } from "./sentinel-status";
import type { Spark } from "./spark";

/** One thing that the sentinel must or must not do. */
export interface SentinelCheck {
  name: string;
  holds: boolean;
  detail: string;
}

/** Tries the sentinel by programs that are not Spark: whom it asks, what it takes for clear text, and whom it leaves alone. */
export async function trySentinel(spark: Spark, folder: string): Promise<SentinelCheck[]> {
  const cluster = new Cluster(spark, folder);
  const checks: SentinelCheck[] = [];
  const status = (node: NodeName) => sentinelStatus(cluster, node) as SentinelStatus;
  const check = (name: string, holds: boolean, detail = "") => checks.push({ name, holds, detail });
  const addresses: Record<NodeName, string> = { driver: "fd77::1", worker1: "fd77::11", worker2: "fd77::12" };
  const java = (node: NodeName, log: string, program: string, ...args: string[]) =>
    cluster.spawnOn(node, log, ["java", "-XX:TieredStopAtLevel=1", resolve(__dirname, program), ...args]);
  const python = (node: NodeName, log: string, ...args: string[]) =>
    cluster.spawnOn(node, log, ["python3", resolve(__dirname, "frame-sender.py"), ...args]);
  const over = (child: ChildProcess) => waitFor(() => child.exitCode !== null || child.signalCode !== null, 60);
  try {
    for (const [node, address] of Object.entries(addresses))
      run("ip", "-n", cluster.network.namespace(node as NodeName), "addr", "add", `${address}/64`, "dev", "eth0", "nodad");
    const driver = cluster.network.address("driver");
    for (const node of ["driver", "worker1"] as const) {
      const script = cluster.runScript(node, { HARDENED_SPARK_ROOT_SECRET: newRootSecret(), HARDENED_SPARK_MODE: "gcm" });
      if (script.status !== 0 || !/watch=on/.test(script.output))
        throw new Error(`the script did not start the sentinel: ${script.output}`);
    }

    java("driver", "listener", "Listener.java", driver, "9001", "0.0.0.0", "9002", "127.0.0.1", "9003", addresses.driver, "9004");
    python("driver", "python", "listen", driver, "9005");
    const asked = () => cluster.log("driver", "listener");
    await waitFor(() => ["9001", "9002", "9004"].every((port) => asked().includes(`${port} asked`)), 40);
    for (const [what, port] of [
      ["the node's address", "9001"],
      ["every address", "9002"],
      ["an IPv6 address", "9004"],
    ])
      check(`a Java port on ${what} is asked`, asked().includes(`${port} asked`), asked());
    await waitFor(() => Object.keys(status("driver").ports).length >= 3, 10);
    check("a loopback port is never asked", !asked().includes("9003 asked"), asked());
    check("a program that is no Java is never asked", !cluster.log("driver", "python").includes("got"), cluster.log("driver", "python"));
    const visitor = python("worker2", "visitor", "send", driver, "9005", oneWay);
    await over(visitor);
    check("what has passed is open to other nodes", visitor.exitCode === 0 && cluster.log("driver", "python").includes("got"));
    check(
      "a stranger's Spark frames end nobody",
      !cluster.log("driver", "python").includes("Killed") && status("driver").ended.length === 0,
      JSON.stringify(status("driver").ended),
    );

    python("driver", "python6", "listen", addresses.driver, "9006");
    await waitFor(() => cluster.log("driver", "python6").includes("listening"), 20);
    const speakers = (
      [
        ["IPv4", driver, "9005"],
        ["IPv6", addresses.driver, "9006"],
      ] as const
    ).map(([version, address, port]) => ({
      version,
      sender: java("worker1", `sender-${version}`, "FrameSender.java", address, port, oneWay),
    }));
    for (const { version, sender } of speakers) {
      await over(sender);
      const log = cluster.log("worker1", `sender-${version}`);
      check(
        `a Java process that sends a Spark frame in clear over ${version} is ended`,
        sender.signalCode === "SIGKILL" && !log.includes("alive"),
        log,
      );
      check(
        `… and its own log says why (${version})`,
        /ended process \d+ \(.*\), since Spark's traffic between nodes would not be protected: it sent a OneWayMessage in clear text/.test(
          log,
        ),
        log,
      );
    }
    const ended = status("worker1");
    check(
      "the status counts both and proves nothing any more",
      ended.clearFrames === 2 && ended.ended.length === 2 && !ended.proven,
      JSON.stringify(ended),
    );

    const harmless = [
      ["a failure, which any stranger can provoke", frame(5, `${"00".repeat(8)}00000002${"6e6f"}`)],
      ["the handshake that encryption begins with", frame(3, `${"00".repeat(8)}00000005fb00000000`)],
      ["a frame whose lengths do not agree", frame(9, "00000009deadbeef")],
      ["what is no Spark", Buffer.from("GET / HTTP/1.1\r\n\r\n").toString("hex")],
    ].map(([what, hex], i) => ({
      what,
      log: `harmless${i}`,
      sender: java("worker1", `harmless${i}`, "FrameSender.java", driver, "9005", hex as string),
    }));
    for (const { what, log, sender } of harmless) {
      await over(sender);
      check(`a Java process that sends ${what} lives`, sender.exitCode === 0, cluster.log("worker1", log));
    }
    const served = java(
      "worker1",
      "sender-served",
      "FrameSender.java",
      driver,
      "9005",
      frame(7, `00000006${Buffer.from("/files").toString("hex")}${"00".repeat(8)}`),
    );
    await over(served);
    check("a file that is served to a stranger is told, and ends nobody", served.exitCode === 0 && status("worker1").served === 1);
    const other = python("worker1", "sender-python", "send", driver, "9005", oneWay);
    await over(other);
    check("a program that is no Java is counted, and lives", other.exitCode === 0 && status("worker1").clearFrames === 3);
    await tryAttacks(cluster, check, { java, python, over, driver });
    check(
      "its log lies where init scripts' logs lie",
      existsSync(join(folder, "worker1/databricks/init_scripts/node-traffic-sentinel.log")),
    );
    return checks;
  } finally {
    await cluster.stop();
  }
}
