import { NodeTrafficMode } from "./node-traffic";

/** A long-term-support release of the Databricks Runtime. */
export interface LongTermRuntime {
  /** What its version strings begin with: `17.3.x`; from 18 on the major number alone, `18.x`. */
  key: string;
  /** The newest Scala that it comes with: it ends the version string. */
  scala: string;
  /** The Apache Spark that it is based on. */
  spark: string;
  /** The best mode that this Spark can do. Databricks' own changes are not known; each node looks for itself before it starts. */
  mode: NodeTrafficMode;
  /** The last day of support, as YYYY-MM-DD. */
  supportEnds: string;
  /**
   * Whether init scripts see no variables of the cluster's in standard access mode, and with them no secret: from 19 on (release notes
   * of Databricks Runtime 19, Beta of June 2026).
   */
  hidesVariables: boolean;
}

/**
 * Releases by age. Spark versions and ends of support: docs.azure.cn, databricks/release-notes/runtime, of 2026; the key of 18:
 * terraform-provider-databricks#5866. `18.0` was no long-term release.
 */
export const longTermRuntimes: readonly LongTermRuntime[] = [
  { key: "14.3.x", scala: "2.12", spark: "3.5.0", mode: NodeTrafficMode.Ctr, supportEnds: "2027-02-01", hidesVariables: false },
  { key: "15.4.x", scala: "2.12", spark: "3.5.0", mode: NodeTrafficMode.Ctr, supportEnds: "2027-08-19", hidesVariables: false },
  { key: "16.4.x", scala: "2.12", spark: "3.5.2", mode: NodeTrafficMode.Ctr, supportEnds: "2028-05-09", hidesVariables: false },
  { key: "17.3.x", scala: "2.13", spark: "4.0.0", mode: NodeTrafficMode.Tls, supportEnds: "2028-10-22", hidesVariables: false },
  { key: "18.x", scala: "2.13", spark: "4.1.0", mode: NodeTrafficMode.Tls, supportEnds: "2029-06-10", hidesVariables: false },
];

/** The version string of a release without machine learning or Photon: `17.3.x-scala2.13`. */
export const versionString = (runtime: LongTermRuntime): string => `${runtime.key}-scala${runtime.scala}`;

/** Matches whole version strings of releases: `17.3.x-scala2.13`, and its forms for Photon, machine learning and Arm, such as `17.3.x-cpu-ml-scala2.13`. */
export function versionPattern(runtimes: readonly LongTermRuntime[]): string {
  return `(${runtimes.map(({ key }) => key.replaceAll(".", "\\.")).join("|")})(-[a-z0-9]+)*-scala2\\.1[23]`;
}

/** The release that a version string names; undefined for one that is no long-term release. */
export function runtimeOf(version: string): LongTermRuntime | undefined {
  return longTermRuntimes.find((runtime) => new RegExp(`^${versionPattern([runtime])}$`).test(version));
}

/** Whether a release still gets fixes on a day, as YYYY-MM-DD. */
export const isSupported = (runtime: LongTermRuntime, day: string): boolean => day <= runtime.supportEnds;

/** Today, as YYYY-MM-DD. */
export const today = (): string => new Date().toISOString().slice(0, 10);
