import { isDeepStrictEqual } from "node:util";
import type { InputDiff } from "./provider";
import type { Properties } from "./unknown";

/** What differs between two requests; every change among those that force a replacement replaces. */
export function diffInputs(olds: Properties, news: Properties, forces: (key: string) => boolean): InputDiff {
  const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
    (key) => !key.startsWith("__") && !isDeepStrictEqual(olds[key] ?? undefined, news[key] ?? undefined),
  );
  return { changed, replaces: changed.filter(forces) };
}
