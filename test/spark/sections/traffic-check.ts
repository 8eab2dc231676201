import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { resourceTypes } from "../../../src/azure/resource-types";
import { Deployment } from "../../../src/deployment/deployment";
import L4WireShown from "../../../src/links/link4/L4-wire-shown";
import { coversWorkspaceOf } from "../../../src/links/result-of-workspace";
import { readWireKey, WireResultError } from "../../../src/wire/envelope";
import { judgeWire, type WireJudgement, wireChannels } from "../../../src/wire/judge";
import { readWireResult, type WireReport, type WireResult } from "../../../src/wire/result";
import { Cluster, waitFor } from "../cluster";
import type { NodeName } from "../network";
import { policyEnvironment, type Run } from "../run";
import type { Spark } from "../spark";
import { checkedSettings, checkedWorkspace, runTrafficCheck, type TrafficCheckChange, type TrafficCheckRun } from "../traffic-check";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const signingKey = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
const verifyingKey = readWireKey("key", publicKey.export({ type: "spki", format: "pem" }) as string);

/** Channels whose markers cross the wire; the others' lie on disk. */
const onWire = wireChannels.filter((channel) => !["diskCache", "jvmSpill", "pythonSpill"].includes(channel));

/** What one run of the check said. */
export interface TrafficCheckCase {
  spark: string;
  /** How the cluster talked. */
  cluster: string;
  /** Who lied, and how. */
  lie: string;
  state: WireJudgement["state"];
  /** The first three of its sentences. */
  sentences: string[];
  seconds: number;
}

/** Lies of one node's recorder, as Python that replaces what it would report. */
const lies = {
  zeroed: "every marker zeroed and half of the connections left out",
  halved: "the second half of each connection left out",
  silent: "every connection left out",
} as const;

function lie(kind: keyof typeof lies, liar: string): string {
  const flows = {
    zeroed: "[{**f, 'hits': {}} for i, f in enumerate(r['flows']) if i % 2]",
    halved:
      "[{**f, 'hits': {}, 'runs': [[q, n // 2, d[: max(0, (n // 2 - -q % BLOCK) // BLOCK) * 12]] for q, n, d in f['runs']]} for f in r['flows']]",
    silent: "[]",
  }[kind];
  return `
honest = Recording.report
def lying(self, question, drops):
    r = honest(self, question, drops)
    mine = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        mine.bind(("${liar}", 0))
    except OSError:
        return r
    return {**r, "strangers": {}, "flows": ${flows}}
Recording.report = lying
`;
}

/** Settings of a live context changed once its executors are there: what is read says encrypted, and the wire is what it was. */
const painted = `
plain_start = Cluster.__init__
def painted_start(self, *arguments):
    plain_start(self, *arguments)
    live = self.context._jsc.sc().conf()
    for name, value in (("spark.authenticate", "true"), ("spark.network.crypto.enabled", "true"), ("spark.network.crypto.cipher", "AES/GCM/NoPadding"),
                        ("spark.network.crypto.saslFallback", "false"), ("spark.io.encryption.enabled", "true")):
        live.set(name, value)
    self.settings = dict(self.context.getConf().getAll())
Cluster.__init__ = painted_start
`;

/** A user without rights who can still read Spark's files. */
const noRoot = "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search";

/**
 * NodeTrafficCheck on real clusters: what it finds, what it passes, and the lies that it refuses. The short run has one lie, on a plain
 * cluster, and the refusal without root.
 */
export async function proveTrafficCheck({ checks, folder, quick, gcm, tls }: Run): Promise<TrafficCheckCase[]> {
  const place = join(folder, "cluster");
  const found: TrafficCheckCase[] = [];
  const onCluster = startWith(place, found);

  checks.section(`Spark ${gcm.version}: NodeTrafficCheck on a plain cluster`);
  await onCluster(gcm, "plain", undefined, {}, async (cluster, run) => {
    const liar = cluster.network.address("worker1");
    const lying = await run(lies.zeroed, { recorder: lie("zeroed", liar) });
    checks.check(
      `one node lies (${lies.zeroed}): clear text is found by the other ends, and the node named`,
      lying.judgement.state === "clear" &&
        lying.same &&
        lying.judgement.sentences.some((s) => s.includes(`of which ${liar} tells nothing`)),
      lying.judgement.sentences.join("; ").slice(0, 300),
    );
    const silent = onWire.filter((channel) => !channelsSeen(lying.report).has(channel));
    checks.check(
      `each of ${onWire.length} channels shows its marker (the control of every zero below)`,
      silent.length === 0,
      silent.join(", "),
    );
    const bare = ["shuffle", "cache", "spill", "pythonSpill"].filter((name) => !placesSeen(lying.report).has(name));
    checks.check("each place on disk shows a marker (the control)", bare.length === 0, bare.join(", "));
    if (quick) return;
    const honest = await run("nobody lies");
    const odd = honest.judgement.sentences.filter((sentence) => !/ in clear text /.test(sentence));
    checks.check(
      "all nodes honest: clear text is found, and nothing else said",
      honest.judgement.state === "clear" && honest.same && odd.length === 0,
      odd[0],
    );
    const right = await run("settings that look right", { driver: painted });
    checks.check(
      "settings that look right while the wire is clear: clear",
      right.judgement.state === "clear" && right.same && right.report.settings["spark.network.crypto.enabled"] === "true",
      right.judgement.sentences[0],
    );
  });

  checks.section(`Spark ${gcm.version}: NodeTrafficCheck on a cluster in mode gcm`);
  await onCluster(gcm, "gcm", policyEnvironment("gcm"), {}, async (cluster, run) => {
    const { ran, result, report, judgement, same } = await run("nobody lies");
    const nodes = report.nodes.map((node) => ("flows" in node.recording ? node.recording.flows.length : 0));
    checks.check(
      "the encrypted cluster passes",
      judgement.state === "shown" && same && ran.status === 0,
      judgement.sentences.join("; ").slice(0, 300),
    );
    checks.note(`gcm: ${ran.seconds} s, ${ran.result.length} bytes of result, ${nodes.join("/")} flows`);
    checks.check(
      "what the job printed is what it wrote",
      JSON.stringify(readWireResult("printed", ran.output, verifyingKey)) === JSON.stringify(result),
    );
    judgeTransport(checks, ran.result, result);
    const liar = cluster.network.address("worker1");
    for (const kind of quick ? [] : (["halved", "zeroed", "silent"] as const)) {
      const lying = await run(lies[kind], { recorder: lie(kind, liar) });
      checks.check(
        `one node lies (${lies[kind]}): no proof, and the node named`,
        lying.judgement.state === "noProof" && lying.same && lying.judgement.sentences.some((s) => s.includes(liar)),
        lying.judgement.sentences.join("; ").slice(0, 300),
      );
    }
    const refused = await run("no root in the Python workers", { workersThrough: noRoot });
    checks.check(
      "no root in the Python workers: a refusal, never a zero",
      refused.judgement.state === "noProof" &&
        refused.same &&
        refused.judgement.sentences.filter((s) => /did not record \(user 65534\)/.test(s)).length === 2,
      refused.judgement.sentences.slice(0, 3).join("; "),
    );
  });
  if (quick) return found;

  checks.section(`Spark ${gcm.version}: one clear node among three`);
  const authenticated = { "spark.authenticate": "true", "spark.authenticate.secret": "one secret that every node of this cluster knows" };
  const encrypted = { ...authenticated, "spark.network.crypto.enabled": "true" };
  await onCluster(
    gcm,
    "one plain node",
    undefined,
    { driver: encrypted, worker1: encrypted, worker2: authenticated },
    async (cluster, run) => {
      const { judgement, same } = await run("nobody lies");
      const odd = cluster.network.address("worker2");
      const clear = judgement.sentences.filter((sentence) => / in clear text from /.test(sentence));
      checks.check(
        "clear text is found, and only at the node that does not encrypt",
        judgement.state === "clear" && same && clear.length > 0 && clear.every((sentence) => sentence.includes(odd)),
        clear.join("; ").slice(0, 300),
      );
    },
  );

  checks.section(`Spark ${tls.version}: NodeTrafficCheck on a cluster in mode tls`);
  await onCluster(tls, "tls", policyEnvironment("tls"), {}, async (_cluster, run) => {
    const { judgement, same } = await run("nobody lies");
    checks.check("the encrypted cluster passes", judgement.state === "shown" && same, judgement.sentences.join("; ").slice(0, 300));
  });
  return found;
}

/** The channels of which any node saw a marker. */
const channelsSeen = (report: WireReport): Set<string> =>
  new Set(report.nodes.flatMap(({ recording }) => ("flows" in recording ? recording.flows.flatMap((flow) => Object.keys(flow.hits)) : [])));

/** The places on disk where any node saw a marker. */
const placesSeen = (report: WireReport): Set<string> =>
  new Set(report.nodes.flatMap(({ disk }) => Object.entries(disk).flatMap(([name, { hits }]) => (hits > 0 ? [name] : []))));

/** What becomes of a good result on its way to the audit: edited, foreign, old, or signed by somebody else. */
function judgeTransport(checks: Run["checks"], text: string, result: WireResult): void {
  const envelope = JSON.parse(text) as { payload: string };
  const payload = Buffer.from(envelope.payload, "base64").toString();
  const edited = { ...envelope, payload: Buffer.from(payload.replace(checkedWorkspace.id, "9999888877776666")).toString("base64") };
  checks.check(
    "an edited result is refused",
    refuses(() => readWireResult("edited", JSON.stringify(edited), verifyingKey)),
  );
  const stranger = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).publicKey;
  checks.check(
    "a result of another key is refused",
    refuses(() => readWireResult("foreign", text, stranger)),
  );
  const own = workspaceWith(checkedWorkspace.url, checkedWorkspace.id);
  const other = workspaceWith("adb-9999888877776666.6.azuredatabricks.net", "9999888877776666");
  checks.check("a result of another workspace is not taken", coversWorkspaceOf(result, own) && !coversWorkspaceOf(result, other));
  const verdictOn = (deployment: Deployment, day: string) => {
    deployment.wire = { result, day };
    return L4WireShown.evaluate(deployment)[0];
  };
  const today = verdictOn(own, result.report.ended.slice(0, 10));
  checks.check("the rule passes on the day of the run", today?.verdict === "pass", today?.message);
  const late = verdictOn(own, "2099-01-01");
  checks.check("an old result, played again, is no proof", late?.verdict === "unknown" && /older than/.test(late.message), late?.message);
}

function workspaceWith(workspaceUrl: string, workspaceId: string): Deployment {
  const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w";
  return new Deployment("rig", [{ key: id, name: "w", type: resourceTypes.workspace.arm, id, properties: { workspaceUrl, workspaceId } }]);
}

function refuses(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    return error instanceof WireResultError;
  }
}

/** A run's report, judged anew, and whether the job's own verdict says the same. */
interface JudgedRun {
  ran: TrafficCheckRun;
  result: WireResult;
  report: WireReport;
  judgement: WireJudgement;
  same: boolean;
}

function judged(ran: TrafficCheckRun): JudgedRun {
  if (ran.result === "") throw new Error(`the check wrote no result: ${ran.output.slice(-3000)}`);
  const result = readWireResult("result", ran.result, verifyingKey);
  const judgement = judgeWire(result.report);
  const payload = JSON.parse(Buffer.from((JSON.parse(ran.result) as { payload: string }).payload, "base64").toString()) as {
    predicate: { verdict: WireJudgement };
  };
  return { ran, result, report: result.report, judgement, same: JSON.stringify(judgement) === JSON.stringify(payload.predicate.verdict) };
}

/** Starts clusters on which the check can be run several times, and keeps what each run said. */
function startWith(folder: string, found: TrafficCheckCase[]) {
  return async (
    spark: Spark,
    what: string,
    environment: Record<string, string> | undefined,
    extra: Partial<Record<NodeName, Record<string, string>>>,
    work: (cluster: Cluster, run: (name: string, change?: TrafficCheckChange) => Promise<JudgedRun>) => Promise<void>,
  ): Promise<void> => {
    const cluster = new Cluster(spark, folder, checkedSettings);
    try {
      const scripts = cluster.start({ driver: environment, worker1: environment, worker2: environment }, extra);
      for (const [node, script] of Object.entries(scripts))
        if (script && script.status !== 0) throw new Error(`the script refused ${node}: ${script.output}`);
      if (!(await waitFor(() => cluster.registered().length === 2, 90)))
        throw new Error(`only ${cluster.registered().length} of 2 workers registered`);
      await work(cluster, async (name, change) => {
        const run = judged(await runTrafficCheck(cluster, signingKey, change));
        const { state, sentences } = run.judgement;
        found.push({ spark: spark.version, cluster: what, lie: name, state, sentences: sentences.slice(0, 3), seconds: run.ran.seconds });
        return run;
      });
    } finally {
      await cluster.stop();
    }
  };
}
