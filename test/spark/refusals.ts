import { join } from "node:path";
import { Cluster, type NodeEnvironment, newRootSecret, waitFor } from "./cluster";
import { policyEnvironment } from "./run";
import type { Spark } from "./spark";
import { makeTlsMaterial } from "./tls-material";

/** One node that must not get in, beside one that must. */
export interface RefusalRun {
  name: string;
  spark: string;
  /** Whether the good node registered: without it the run proves nothing. */
  goodNodeRegistered: boolean;
  oddNodeRegistered: boolean;
  /** The line of a log that says why the odd node was refused; empty where none was found. */
  reason: string;
}

interface RefusalCase {
  name: string;
  reason: RegExp;
  odd: (good: Record<string, string>) => NodeEnvironment;
  /** Settings of the odd node, made from what the script wrote on the driver. */
  extra?: (written: Record<string, string>) => Record<string, string>;
}

const common: RefusalCase[] = [
  {
    name: "a node without the script",
    odd: () => undefined,
    reason: /IllegalArgumentException: Unknown challenge message|NotSslRecordException/,
  },
  {
    name: "a node with another secret",
    odd: (good) => ({ ...good, HARDENED_SPARK_ROOT_SECRET: newRootSecret() }),
    reason: /IllegalArgumentException: Authentication failed|SaslException: DIGEST-MD5: digest response/,
  },
];

/** What must be refused by a cluster that encrypts with AES. */
export const aesRefusals: RefusalCase[] = [
  ...common,
  {
    name: "a node that authenticates without encryption (downgrade)",
    odd: () => undefined,
    // It knows the cluster's own key: only the missing encryption keeps it out.
    extra: (written) => ({ "spark.authenticate": "true", "spark.authenticate.secret": written["spark.authenticate.secret"] as string }),
    reason: /IllegalArgumentException: Unknown challenge message/,
  },
];

/** What must be refused by a cluster that talks TLS. */
export const tlsRefusals: RefusalCase[] = [
  ...common,
  {
    name: "a TLS node with a certificate of another CA",
    odd: (good) => ({ ...good, ...makeTlsMaterial("other") }),
    reason: /unable to find valid certification path|certificate_unknown/,
  },
];

/** What must be refused after everything was rotated and the cluster restarted: a node that still has the material of before. */
export const rotationRefusal: RefusalCase = {
  name: "a node with secret and certificate from before a rotation",
  odd: (good) => ({ ...good, HARDENED_SPARK_ROOT_SECRET: newRootSecret(), ...makeTlsMaterial("good") }),
  reason: /unable to find valid certification path|certificate_unknown/,
};

/** Starts a cluster with one good worker, lets the odd nodes try to join it one after the other, and looks at who gets in. */
export async function tryRefusals(spark: Spark, folder: string, mode: "gcm" | "tls", refusals: RefusalCase[]): Promise<RefusalRun[]> {
  const good = policyEnvironment(mode);
  const cluster = new Cluster(spark, folder);
  try {
    const scripts = { driver: cluster.runScript("driver", good), worker1: cluster.runScript("worker1", good), worker2: undefined };
    for (const [node, script] of Object.entries(scripts))
      if (script && script.status !== 0) throw new Error(`the script refused ${node}: ${script.output}`);
    cluster.startSpark({ ...scripts, worker2: { status: 1, output: "starts later, as each of the odd nodes" } }, good);
    const [goodAddress, oddAddress] = [cluster.network.address("worker1"), cluster.network.address("worker2")];
    await waitFor(() => cluster.registered().includes(goodAddress), 60);
    const runs: RefusalRun[] = [];
    for (const refusal of refusals) {
      const before = cluster.log("driver", "master").length;
      await cluster.clear("worker2");
      const environment = refusal.odd(good);
      const script = environment && cluster.runScript("worker2", environment);
      if (script && script.status !== 0) throw new Error(`the script refused an odd node: ${script.output}`);
      cluster.startWorker("worker2", refusal.extra?.(cluster.written("driver")));
      const lines = () => `${cluster.log("driver", "master").slice(before)}\n${cluster.log("worker2", "worker")}`.split("\n");
      // A JVM that starts slowly looks like one that is refused: the reason must be there.
      await waitFor(() => lines().some((line) => refusal.reason.test(line)), 40);
      runs.push({
        name: refusal.name,
        spark: spark.version,
        goodNodeRegistered: cluster.registered().includes(goodAddress),
        oddNodeRegistered: cluster.registered().includes(oddAddress),
        reason:
          lines()
            .find((line) => refusal.reason.test(line))
            ?.trim()
            .slice(0, 200) ?? "",
      });
    }
    return runs;
  } finally {
    await cluster.stop();
  }
}

/**
 * The control of the downgrade: a cluster with authentication and encryption on and everything else at Spark's defaults lets
 * in a node that does not encrypt, because `spark.network.crypto.saslFallback` defaults to true.
 */
export async function tryDowngradeControl(spark: Spark, folder: string): Promise<{ oddNodeRegistered: boolean }> {
  const authenticated = { "spark.authenticate": "true", "spark.authenticate.secret": newRootSecret() };
  const encrypted = { ...authenticated, "spark.network.crypto.enabled": "true" };
  const cluster = new Cluster(spark, folder);
  try {
    cluster.start(
      { driver: undefined, worker1: undefined, worker2: undefined },
      { driver: encrypted, worker1: encrypted, worker2: authenticated },
    );
    await waitFor(() => cluster.registered().includes(cluster.network.address("worker2")), 60);
    return { oddNodeRegistered: cluster.registered().includes(cluster.network.address("worker2")) };
  } finally {
    await cluster.stop();
  }
}

/** A cluster whose AES-GCM drops messages: what the script says to it, and what happens to one that is set up by hand. */
export interface BrokenGcmRun {
  spark: string;
  scriptStatus: number;
  scriptSays: string;
  /** Workers that registered within the watch, without the script's check. */
  registeredByHand: number;
  /** Workers that register with AES-CTR on the same jars: the jars are not broken otherwise. */
  registeredWithCtr: number;
  watchedSeconds: number;
}

/** Shows that the script refuses a broken AES-GCM, and that it has a reason to: without the check the cluster hangs. */
export async function tryBrokenGcm(spark: Spark, folder: string, watchedSeconds: number): Promise<BrokenGcmRun> {
  const cluster = new Cluster(spark, join(folder, "by-hand"));
  let script: { status: number; output: string };
  let registeredByHand: number;
  try {
    script = cluster.runScript("driver", policyEnvironment("gcm"));
    const gcm = {
      "spark.authenticate": "true",
      "spark.authenticate.secret": "by hand, to show what happens without the check",
      "spark.network.crypto.enabled": "true",
      "spark.network.crypto.cipher": "AES/GCM/NoPadding",
      "spark.network.crypto.authEngineVersion": "2",
      "spark.network.crypto.saslFallback": "false",
    };
    cluster.start({ driver: undefined, worker1: undefined, worker2: undefined }, { driver: gcm, worker1: gcm, worker2: gcm });
    await waitFor(() => cluster.registered().length > 0, watchedSeconds);
    registeredByHand = cluster.registered().length;
  } finally {
    await cluster.stop();
  }
  const control = new Cluster(spark, join(folder, "with-ctr"));
  try {
    const allowed = policyEnvironment("ctr");
    control.start({ driver: allowed, worker1: allowed, worker2: allowed });
    await waitFor(() => control.registered().length === 2, 60);
    return {
      spark: spark.version,
      scriptStatus: script.status,
      scriptSays: script.output,
      registeredByHand,
      registeredWithCtr: control.registered().length,
      watchedSeconds,
    };
  } finally {
    await control.stop();
  }
}
