import { join } from "node:path";
import type { Run } from "../run";
import { type SentinelCheck, trySentinel } from "../sentinel";

/** What the sentinel asks, ends and leaves alone. */
export async function proveSentinel({ checks, folder, gcm }: Run): Promise<SentinelCheck[]> {
  checks.section("the sentinel, by programs that are not Spark");
  const found = await trySentinel(gcm, join(folder, "cluster"));
  for (const { name, holds, detail } of found) checks.check(name, holds, detail);
  return found;
}
