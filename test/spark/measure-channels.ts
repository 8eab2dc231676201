import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Capture, countOnWire } from "./capture";
import { type Channel, channels, type DiskPlace, diskPlaces } from "./channels";
import { clearFrames } from "./clear-frames";
import { Cluster, type NodeEnvironment, waitFor } from "./cluster";
import { findSecrets, scanDisks } from "./inspect";
import { type NodeName, nodeNames, run } from "./network";
import { sentinelStatus } from "./sentinel-status";
import type { Spark } from "./spark";

/** What one run of the marker job showed. */
export interface ChannelRun {
  spark: string;
  /** `plain`, or the mode that the script chose. */
  mode: string;
  /** Marker hits on the wire. */
  wire: Record<Channel, number>;
  /** The most marker hits that were seen on the nodes' disks. */
  disk: Record<DiskPlace, number>;
  /** Occurrences of the root secret, the derived key and the store password on the wire. */
  secretsOnWire: number;
  /** Other places where a secret was seen. */
  secretsSeen: string[];
  /** What a user's own code on the cluster can read. */
  userReadsSecret: boolean;
  /** Spark's frames in clear on the wire. */
  clearFrames: number;
  /** What the sentinel of each node says: `proven`, or what it lacks. Empty where none runs. */
  sentinels: string[];
  /** Directions of connections that do not begin with a TLS record. */
  streamsWithoutTls: number;
  packets: number;
  dropped: number;
  gaps: number;
  seconds: number;
}

/**
 * Runs the marker job on a cluster, plain or with the shipped script, and counts what came over the wire.
 * @param environment - what the cluster policy sets; undefined for a plain cluster.
 * @throws where the cluster does not come up or the job fails: the run then proves nothing.
 */
export async function measureChannels(spark: Spark, folder: string, environment: NodeEnvironment): Promise<ChannelRun> {
  const started = Date.now();
  // Random, so that nothing else holds them; the last two characters are left out in searches, since Kryo changes a string's last byte.
  const marker = () => `HD${randomBytes(20).toString("hex")}`;
  const names = [...new Set([...Object.keys(channels), ...Object.keys(diskPlaces)])];
  const markers = Object.fromEntries(names.map((name) => [name, marker()]));
  const searched = (name: string) => (markers[name] as string).slice(0, -2);
  const cluster = new Cluster(spark, folder, { "spark.marker": markers.applicationConf as string });
  const capture = await Capture.start(cluster.network, join(folder, "wire.pcap"));
  try {
    const file = (name: string) => join(folder, "driver", "work", name);
    const scripts = cluster.start({ driver: environment, worker1: environment, worker2: environment });
    for (const [node, script] of Object.entries(scripts))
      if (script && script.status !== 0) throw new Error(`the script refused ${node}: ${script.output}`);
    if (!(await waitFor(() => cluster.registered().length === 2, 90)))
      throw new Error(`only ${cluster.registered().length} of 2 workers registered: ${cluster.log("driver", "master").slice(-2000)}`);
    writeFileSync(file("markers.json"), JSON.stringify(markers));
    writeFileSync(file("marker.txt"), (markers.addFile as string).repeat(3));
    writeFileSync(file("jar-content.txt"), (markers.addJar as string).repeat(3));
    run(
      "python3",
      "-c",
      "import sys, zipfile; zipfile.ZipFile(sys.argv[1], 'w').write(sys.argv[2], 'marker.txt')",
      file("marker.jar"),
      file("jar-content.txt"),
    );
    writeFileSync(file("job.py"), readFileSync(resolve(__dirname, "job.py")));
    const result = file("result.json");
    const job = cluster.submit(file("job.py"), [file("markers.json"), result], {
      MARKER_FILE: file("marker.txt"),
      MARKER_JAR: file("marker.jar"),
    });
    const ended = once(job, "close");
    // Beside the job: most of what a shell needs is time to start.
    const shell = runShell(cluster, markers.replClasses as string, file("shell.scala"));
    shell.catch(() => undefined);
    const places = Object.fromEntries(Object.keys(diskPlaces).map((place) => [place, searched(place)])) as Record<DiskPlace, string>;
    const disk = Object.fromEntries(Object.keys(places).map((place) => [place, 0])) as Record<DiskPlace, number>;
    const finished = await waitFor(() => {
      for (const [place, hits] of Object.entries(scanDisks(cluster, places)))
        disk[place as DiskPlace] = Math.max(disk[place as DiskPlace], hits);
      return existsSync(result) || job.exitCode !== null;
    }, 240);
    if (!finished || !existsSync(result)) throw new Error(`the marker job did not finish: ${cluster.log("driver", "job").slice(-3000)}`);
    const settings = cluster.written("driver");
    const secrets = [
      environment?.HARDENED_SPARK_ROOT_SECRET,
      settings["spark.authenticate.secret"],
      settings["spark.ssl.rpc.keyStorePassword"],
    ].filter((s) => s !== undefined);
    const secretsSeen = secrets.length > 0 ? findSecrets(cluster, secrets) : [];
    writeFileSync(`${result}.seen`, "");
    await ended;
    await shell;
    const record = await capture.stop();
    const outcome = JSON.parse(readFileSync(result, "utf8")) as {
      executors: number;
      user_reads_secret_from_conf: boolean;
      user_reads_secret_from_environment: boolean;
    };
    if (outcome.executors !== 2) throw new Error(`the job ran on ${outcome.executors} executors instead of 2`);
    return {
      spark: spark.version,
      mode: environment ? (/mode=(\w+)/.exec(scripts.driver?.output ?? "")?.[1] ?? "?") : "plain",
      wire: Object.fromEntries(Object.keys(channels).map((channel) => [channel, countOnWire(record, searched(channel))])) as Record<
        Channel,
        number
      >,
      disk,
      secretsOnWire: secrets.reduce((sum, secret) => sum + countOnWire(record, secret), 0),
      secretsSeen,
      userReadsSecret: outcome.user_reads_secret_from_conf || outcome.user_reads_secret_from_environment,
      clearFrames: clearFrames(record),
      sentinels: environment ? nodeNames.map((node) => sentinelWord(cluster, node)) : [],
      streamsWithoutTls: record.streams.filter((stream) => stream.bytes[0] !== 0x16 || stream.bytes[1] !== 3).length,
      packets: record.packets,
      dropped: record.dropped,
      gaps: record.gaps,
      seconds: Math.round((Date.now() - started) / 1000),
    };
  } finally {
    capture.abandon();
    await cluster.stop();
  }
}

/** What the sentinel of a node has to say at the end, in a word. */
function sentinelWord(cluster: Cluster, node: NodeName): string {
  const says = sentinelStatus(cluster, node);
  if (!says) return `${node}: none`;
  if (says.ended.length > 0 || says.clearFrames > 0) return `${node}: ended ${says.ended.length}, saw ${says.clearFrames} clear frames`;
  return says.proven ? "proven" : `${node}: without proof`;
}

/** Runs a class of an interactive shell on the executors: they fetch its bytes, with the marker in them, from the driver. */
async function runShell(cluster: Cluster, marker: string, program: string): Promise<void> {
  writeFileSync(
    program,
    `class Holder extends Serializable { def text = "${marker}" }
val lengths = sc.parallelize(1 to 4, 4).map(_ => (new Holder).text.length).collect()
println("SHELL-DONE " + lengths.sum)
:quit
`,
  );
  const shell = cluster.shell(program);
  if (!(await waitFor(() => shell.exitCode !== null, 180))) throw new Error("the Spark shell did not end");
  if (!cluster.log("driver", "shell").includes(`SHELL-DONE ${4 * marker.length}`))
    throw new Error(`the Spark shell failed: ${cluster.log("driver", "shell").slice(-2000)}`);
}
