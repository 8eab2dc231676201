import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { judgeWire, modeOf, type WireJudgement } from "../../../src/wire/judge";
import type { WireNode, WireReport } from "../../../src/wire/result";
import { goodReport, wireFlow, wireHosts } from "../../support/wire-report";

const [driver, first, second] = wireHosts;
type Recording = Extract<WireNode["recording"], { flows: unknown }>;

/** The good report with one change. */
function changed(change: (report: WireReport, recordings: Record<string, Recording>) => unknown): WireReport {
  const report = goodReport();
  change(report, Object.fromEntries(report.nodes.map((node) => [node.host, node.recording as Recording])));
  return report;
}
const flowOf = (recording: Recording | undefined, from: string, to: string) =>
  recording?.flows.find((flow) => flow.from[0] === from && flow.to[0] === to) as Recording["flows"][number];
const node = (report: WireReport, host: string) => report.nodes.find((candidate) => candidate.host === host) as WireNode;

type Case = [what: string, state: WireJudgement["state"], sentence: RegExp | undefined, report: () => WireReport];
const cases: Case[] = [
  ["everything recorded, nothing in clear text", "shown", undefined, goodReport],
  [
    "a marker that both ends saw",
    "clear",
    /^10\.0\.0\.4 saw 3 markers of channel result in clear text from 10\.0\.0\.5 to 10\.0\.0\.4$/,
    () =>
      changed((_, nodes) => {
        for (const host of [driver, first]) flowOf(nodes[host], first, driver).hits = { result: 3 };
      }),
  ],
  [
    "a marker that one end denies",
    "clear",
    /10\.0\.0\.4 and 10\.0\.0\.5 count markers differently/,
    () =>
      changed((_, nodes) => {
        flowOf(nodes[driver], first, driver).hits = { result: 3 };
      }),
  ],
  [
    "a marker on a connection that one end leaves out",
    "clear",
    /of which 10\.0\.0\.5 tells nothing/,
    () =>
      changed((_, nodes) => {
        flowOf(nodes[driver], first, driver).hits = { result: 3 };
        (nodes[first] as Recording).flows = [];
      }),
  ],
  [
    "a marker on a small connection that one end leaves out",
    "clear",
    /10\.0\.0\.4 saw 900 bytes from 10\.0\.0\.5:40005 to 10\.0\.0\.4:7001 of which 10\.0\.0\.5 tells nothing/,
    () =>
      changed((_, nodes) => {
        const small = (nodes[driver] as Recording).flows.find((flow) => flow.from[1] === 40005) as Recording["flows"][number];
        small.hits = { closure: 1 };
        (nodes[first] as Recording).flows = (nodes[first] as Recording).flows.filter((flow) => flow.from[1] !== 40005);
      }),
  ],
  [
    "a marker to a machine outside",
    "clear",
    /saw 1 markers of channel addFile in clear text to or from machines outside the cluster/,
    () =>
      changed((_, nodes) => {
        (nodes[first] as Recording).strangers = { addFile: 1 };
      }),
  ],
  [
    "a marker outside TCP",
    "clear",
    /in clear text outside TCP/,
    () =>
      changed((_, nodes) => {
        (nodes[first] as Recording).other.hits = { addFile: 1 };
      }),
  ],
  [
    "a sentinel that saw clear frames",
    "clear",
    /the sentinel of 10\.0\.0\.5 counted 2 frames/,
    () =>
      changed((report) => {
        node(report, first).sentinel = { clearFrames: 2 };
      }),
  ],
  [
    "a sentinel that saw none",
    "shown",
    undefined,
    () => changed((report) => (node(report, first).sentinel = { clearFrames: 0, proven: true })),
  ],
  [
    "a sentinel without proof",
    "noProof",
    /the sentinel of 10\.0\.0\.5 has seen no port that answers as it should/,
    () =>
      changed((report) => {
        node(report, first).sentinel = { clearFrames: 0, proven: false };
      }),
  ],
  [
    "files of the JVM in clear text, where Spark should encrypt them",
    "clear",
    /7 markers lie in clear text on the disk of 10\.0\.0\.6 \(spill\)/,
    () =>
      changed((report) => {
        node(report, second).disk.spill = { files: 1, bytes: 10, hits: 7 };
      }),
  ],
  [
    "the same where disks are left to the host",
    "shown",
    undefined,
    () =>
      changed((report) => {
        delete report.settings["spark.io.encryption.enabled"];
        node(report, second).disk.spill = { files: 1, bytes: 10, hits: 7 };
      }),
  ],
  [
    "clear text and settings that are right",
    "clear",
    /channel broadcast/,
    () =>
      changed((_, nodes) => {
        flowOf(nodes[driver], driver, first).hits = { broadcast: 1 };
      }),
  ],
  [
    "a node that was refused",
    "noProof",
    /^10\.0\.0\.5 did not record \(user 65534\): no packet socket/,
    () =>
      changed((report) => {
        Object.assign(node(report, first), { uid: 65534, recording: { refused: "no packet socket: [Errno 1] Operation not permitted" } });
      }),
  ],
  [
    "a node without a report",
    "noProof",
    /10\.0\.0\.5 did not record \(user None\): no report/,
    () =>
      changed((report) => {
        Object.assign(node(report, first), { uid: null, recording: { refused: "no report" } });
      }),
  ],
  [
    "dropped packets",
    "noProof",
    /10\.0\.0\.6 lost packets: 1 dropped, 0 cut off/,
    () => changed((_, nodes) => ((nodes[second] as Recording).drops = 1)),
  ],
  [
    "packets cut off",
    "noProof",
    /10\.0\.0\.6 lost packets: 0 dropped, 2 cut off/,
    () => changed((_, nodes) => ((nodes[second] as Recording).cut = 2)),
  ],
  [
    "more than the recorder keeps",
    "noProof",
    /more traffic than its recorder keeps/,
    () => changed((_, nodes) => ((nodes[first] as Recording).overflow = true)),
  ],
  [
    "a recorder that came late",
    "noProof",
    /10\.0\.0\.6 did not record all the time/,
    () => changed((_, nodes) => ((nodes[second] as Recording).from = 1001)),
  ],
  [
    "a recorder that left early",
    "noProof",
    /10\.0\.0\.6 did not record all the time/,
    () => changed((_, nodes) => ((nodes[second] as Recording).to = 1019)),
  ],
  [
    "a clock that is off",
    "noProof",
    /the clock of 10\.0\.0\.6 differs from the driver's by -0\.75 s/,
    () => changed((report) => (node(report, second).skew = -0.75)),
  ],
  [
    "a gap",
    "noProof",
    /10\.0\.0\.4 has 1 gaps/,
    () =>
      changed((_, nodes) => {
        const flow = flowOf(nodes[driver], second, driver);
        const [sequence, length, digests] = flow.runs[0] as [number, number, string];
        flow.runs = [
          [sequence, 8192 * 4 - sequence, digests.slice(0, 36)],
          [8192 * 6, sequence + length - 8192 * 6, digests.slice(60)],
        ];
      }),
  ],
  [
    "one executor",
    "noProof",
    /^1 executor nodes beside the driver's/,
    () =>
      changed((report) => {
        report.nodes = report.nodes.slice(0, 2);
        report.crossed = report.crossed.filter(([from, to]) => from !== second && to !== second);
      }),
  ],
  [
    "a single node",
    "noProof",
    /^0 executor nodes beside the driver's/,
    () =>
      changed((report) => {
        report.nodes = report.nodes.slice(0, 1);
        report.crossed = [];
      }),
  ],
  ["no nodes at all", "noProof", /^0 executor nodes/, () => changed((report) => (report.nodes = []))],
  [
    "a channel that failed",
    "noProof",
    /channel sqlShuffle carried no marker: Py4JError: x/,
    () => changed((report) => (report.channels.sqlShuffle = { sent: 0, failed: "Py4JError: x" })),
  ],
  [
    "a channel that was left out",
    "noProof",
    /channel addFile carried no marker: it was not tried/,
    () => changed((report) => delete report.channels.addFile),
  ],
  [
    "compression",
    "noProof",
    /spark\.shuffle\.compress is not false/,
    () => changed((report) => (report.settings["spark.shuffle.compress"] = "True")),
  ],
  [
    "compression by default",
    "noProof",
    /spark\.rdd\.compress is not false/,
    () => changed((report) => delete report.settings["spark.rdd.compress"]),
  ],
  [
    "settings without encryption, and no marker",
    "noProof",
    /name no encryption, and yet no marker was seen/,
    () => changed((report) => (report.settings["spark.authenticate"] = "false")),
  ],
  [
    "nothing between executors",
    "noProof",
    /nothing is known to have passed between 10\.0\.0\.5 and another executor/,
    () => changed((report) => (report.crossed = report.crossed.filter(([from, to]) => from === driver || to === driver))),
  ],
  [
    "nothing to the driver",
    "noProof",
    /nothing is known to have passed from 10\.0\.0\.6 to 10\.0\.0\.4/,
    () => changed((report) => (report.crossed = report.crossed.filter(([from, to]) => !(from === second && to === driver)))),
  ],
  [
    "fewer bytes than passed",
    "noProof",
    /10\.0\.0\.5 saw 300000 bytes from 10\.0\.0\.5 to 10\.0\.0\.6, where at least 300001 passed/,
    () => changed((report) => ((report.crossed[4] as [string, string, number])[2] = 300_001)),
  ],
  [
    "a node that leaves connections out",
    "noProof",
    /10\.0\.0\.4 saw 1600000 bytes from 10\.0\.0\.5:40001 to 10\.0\.0\.4:7001 of which 10\.0\.0\.5 tells nothing/,
    () => changed((_, nodes) => ((nodes[first] as Recording).flows = (nodes[first] as Recording).flows.slice(2))),
  ],
  [
    "a node that tells half of a connection",
    "noProof",
    /saw 800000 bytes from 10\.0\.0\.5:40001 to 10\.0\.0\.4:7001 of which 10\.0\.0\.5 tells nothing/,
    () =>
      changed((_, nodes) => {
        const flow = flowOf(nodes[first], first, driver);
        const [sequence, length, digests] = flow.runs[0] as [number, number, string];
        flow.runs = [[sequence, length / 2, digests.slice(0, Math.floor(digests.length / 24) * 12)]];
      }),
  ],
  [
    "contents that differ",
    "noProof",
    /10\.0\.0\.4 and 10\.0\.0\.5 saw different contents/,
    () =>
      changed((_, nodes) => {
        const run = flowOf(nodes[first], first, driver).runs[0] as [number, number, string];
        run[2] = `${"0".repeat(12)}${run[2].slice(12)}`;
      }),
  ],
  [
    "contents that differ where one end begins behind the end of the sequence numbers",
    "noProof",
    /10\.0\.0\.4 and 10\.0\.0\.5 saw different contents/,
    () =>
      changed((_, nodes) => {
        const start = 2 ** 32 - 10_000;
        Object.assign(flowOf(nodes[driver], first, driver), wireFlow(first, 40001, driver, 7001, start, 1_600_000));
        const late = wireFlow(first, 40001, driver, 7001, 2000, 1_588_000);
        const run = late.runs[0] as [number, number, string];
        run[2] = `${"0".repeat(12)}${run[2].slice(12)}`;
        Object.assign(flowOf(nodes[first], first, driver), late);
      }),
  ],
  [
    "heartbeats that one end saw alone",
    "shown",
    undefined,
    () =>
      changed(
        (_, nodes) => ((nodes[driver] as Recording).flows = (nodes[driver] as Recording).flows.filter((flow) => flow.from[1] !== 40005)),
      ),
  ],
];

describe("a report", () => {
  test.each(cases)("with %s: %s", (_what, state, sentence, report) => {
    const judgement = judgeWire(report());
    expect(judgement).toEqual({ state, sentences: sentence ? expect.arrayContaining([expect.stringMatching(sentence)]) : [] });
  });

  test("is judged by the job's own program in the same words", () => {
    const program = resolve(__dirname, "../../../init-scripts/node-traffic-check.py");
    const script =
      "import json, runpy, sys; judge = runpy.run_path(sys.argv[1])['judge']; print(json.dumps([judge(r) for r in json.load(sys.stdin)]))";
    const reports = cases.map(([, , , report]) => report());
    const { stdout, stderr, status } = spawnSync("python3", ["-c", script, program], { input: JSON.stringify(reports), encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const judgements = JSON.parse(stdout) as WireJudgement[];
    for (const [i, [what]] of cases.entries()) expect({ what, ...judgements[i] }).toEqual({ what, ...judgeWire(reports[i] as WireReport) });
  });

  test.each<[string, Record<string, string>]>([
    ["tls", { "spark.authenticate": "true", "spark.ssl.rpc.enabled": "True", "spark.network.crypto.enabled": "false" }],
    ["gcm", { "spark.authenticate": "true", "spark.network.crypto.enabled": "true", "spark.network.crypto.cipher": "AES/GCM/NoPadding" }],
    ["ctr", { "spark.authenticate": "true", "spark.network.crypto.enabled": "true" }],
  ])("names the mode %s", (mode, settings) => {
    expect(modeOf(settings)).toBe(mode);
    expect(modeOf({ ...settings, "spark.authenticate": "false" })).toBeUndefined();
  });
});
