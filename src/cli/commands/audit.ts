import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Deployment } from "../../deployment/deployment";
import { readDeployment, type SourceKind, sourceKinds, UnreadableInputError } from "../../deployment/readers";
import { type Exception, except } from "../../links/exceptions";
import { ExceptionsFileError, parseExceptions } from "../../links/exceptions-file";
import { coversWorkspaceOf } from "../../links/result-of-workspace";
import { type Link, links } from "../../links/rule";
import { judge, type Verdict } from "../../links/verdict";
import { formatReport, type ReportFormat, reportFormats } from "../../report/format";
import { readWireKey, WireResultError } from "../../wire/envelope";
import { readWireResult, type WireResult } from "../../wire/result";
import { UsageError } from "../usage-error";
import { writeWhole } from "../write-file";

const { version } = require("../../../../package.json") as { version: string };

interface AuditOptions {
  format: ReportFormat;
  from?: SourceKind;
  out?: string;
  link?: Link;
  allowUnknown?: boolean;
  everything?: boolean;
  exceptions?: string;
  wire?: string;
  wireKey?: string;
}

/** `audit`: reads deployments and prints each link's verdict. */
export function auditCommand(): Command {
  return new Command("audit")
    .description("Reads deployments and prints the verdict of each of their five links.")
    .argument("<input...>", "files; - for standard input")
    .addOption(new Option("--format <format>", "form of the report").choices(reportFormats).default("text"))
    .addOption(new Option("--from <kind>", "kind of the input (default: detected)").choices(sourceKinds))
    .option("--out <file>", "write the report to a file")
    .option("--link <n>", "report one link only", parseLink)
    .option("--exceptions <file>", "accepted deviations: rule, resource, reason, expires")
    .option("--wire <file>", "signed result of NodeTrafficCheck: what passed between the nodes of this workspace (needs --wire-key)")
    .option("--wire-key <file>", "public key of that NodeTrafficCheck, in PEM: its output publicKeyPem")
    .option("--allow-unknown", "exit with 0 where links are unknown but none is broken")
    .option("--everything", "list what passes and what does not apply, too")
    .addHelpText(
      "after",
      `
Exit status: 0 every applicable link secured, 1 a link broken or an exception expired or unused, 2 bad usage or unreadable input,
3 none broken but some unknown. A result that is not signed with the key, or is of another workspace, is 2.

Example:
  pulumi stack export > stack.json && hardened-databricks audit stack.json
  pulumi stack output publicKeyPem > key.pem && hardened-databricks audit stack.json --wire result.json --wire-key key.pem`,
    )
    .action((inputs: string[], options: AuditOptions) => {
      const accepted = options.exceptions === undefined ? [] : readExceptions(options.exceptions);
      const day = new Date().toISOString().slice(0, 10);
      const deployments = inputs.map((input) => read(input, options.from));
      const wire = readWire(options, deployments);
      const judged = deployments.map((deployment, i) => {
        if (wire) deployment.wire = { result: wire, day };
        return { ...judge(deployment), ...(inputs[i] === "-" ? {} : { source: inputs[i] as string }) };
      });
      const { verdicts: all, exceptions } = except(judged, accepted, day);
      const verdicts = all.map((verdict) => narrow(verdict, options.link));
      const report = formatReport(options.format, verdicts, {
        everything: options.everything ?? false,
        colour: options.out === undefined && process.stdout.isTTY === true && !process.env.NO_COLOR,
        exceptions,
        day,
        version,
      });
      if (options.out === undefined) process.stdout.write(report);
      else writeWhole(options.out, report);
      const idle = exceptions.some((exception) => exception.state !== "used");
      process.exitCode = idle ? 1 : statusOf(verdicts, options.allowUnknown ?? false);
    });
}

function parseLink(text: string): Link {
  const link = links.find((candidate) => String(candidate) === text);
  if (!link) throw new InvalidArgumentError(`'${text}' is no link: allowed are ${links.join(", ")}.`);
  return link;
}

function readText(input: string): string {
  try {
    return readFileSync(input === "-" ? 0 : input, "utf8");
  } catch (error) {
    const name = input === "-" ? "standard input" : input;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw new UsageError(`${name} does not exist`);
    throw new UsageError(code === "EISDIR" ? `${name} is a folder: name a file` : `${name} cannot be read (${code})`);
  }
}

function read(input: string, kind: SourceKind | undefined) {
  const name = input === "-" ? "standard input" : input;
  const text = readText(input);
  try {
    return readDeployment(name, text, kind);
  } catch (error) {
    if (error instanceof UnreadableInputError) throw new UsageError(error.message);
    throw error;
  }
}

function readExceptions(file: string): Exception[] {
  try {
    return parseExceptions(file, readText(file));
  } catch (error) {
    if (error instanceof ExceptionsFileError) throw new UsageError(error.message);
    throw error;
  }
}

/** The result of NodeTrafficCheck, verified; refused where it is of none of the workspaces that were read. */
function readWire({ wire, wireKey }: AuditOptions, deployments: Deployment[]): WireResult | undefined {
  if (wire === undefined && wireKey === undefined) return undefined;
  if (wire === undefined) throw new UsageError("--wire-key goes with --wire: name the result that it verifies");
  if (wireKey === undefined)
    throw new UsageError("--wire needs --wire-key: the public key that the result is verified with (NodeTrafficCheck's publicKeyPem)");
  try {
    const result = readWireResult(wire, readText(wire), readWireKey(wireKey, readText(wireKey)));
    if (!deployments.some((deployment) => coversWorkspaceOf(result, deployment))) {
      const { url, id } = result.report.workspace;
      throw new UsageError(
        `${wire} is of workspace ${url ?? id}, which no input holds: pass the result of a run on the workspace that is judged`,
      );
    }
    return result;
  } catch (error) {
    if (error instanceof WireResultError) throw new UsageError(error.message);
    throw error;
  }
}

function narrow(verdict: Verdict, link: Link | undefined): Verdict {
  return link === undefined ? verdict : { ...verdict, links: verdict.links.filter((candidate) => candidate.link === link) };
}

/** 1 where a link is broken, else 3 where one is unknown, else 0. A deployment without any applicable link is unknown: nothing was judged. */
function statusOf(verdicts: Verdict[], allowUnknown: boolean): number {
  const states = verdicts.flatMap((verdict) => verdict.links.map((link) => link.verdict));
  if (states.includes("broken")) return 1;
  const nothingJudged = verdicts.some((verdict) => verdict.links.every((link) => link.verdict === "notApplicable"));
  return (states.includes("unknown") || nothingJudged) && !allowUnknown ? 3 : 0;
}
