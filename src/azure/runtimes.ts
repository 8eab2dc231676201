/** Long-term-support releases of the Databricks Runtime, with the Spark that each is based on (release notes). */
export const longTermRuntimes = [
  { runtime: "14.3", spark: "3.5.0", supportEnds: "2027-02-01" },
  { runtime: "15.4", spark: "3.5.0" },
  { runtime: "16.4", spark: "3.5.2" },
  { runtime: "17.3", spark: "4.0.0" },
  { runtime: "18.0", spark: "4.1.0" },
] as const;

/** Matches the version strings of long-term releases, such as `17.3.x-scala2.13` or `auto:latest-lts`. */
export const longTermRuntimePattern = `(auto:latest-lts.*|(${longTermRuntimes.map((r) => r.runtime.replace(".", "\\.")).join("|")})\\.x-.*)`;
