import * as pulumi from "@pulumi/pulumi";
import { nameRules } from "../src/azure/name-rules";
import type { ResourceTypeNames } from "../src/azure/resource-types";

/** The physical name of a resource: an abbreviation of its type and the component's name, cut to what Azure allows. */
export function physicalName(abbreviation: string, name: string, type: ResourceTypeNames): string {
  const max = nameRules[type.arm]?.max ?? 80;
  return `${abbreviation}-${name}`.slice(0, max).replace(/-+$/, "");
}

/** A name that must be unique in all of Azure: short, in lower case, with a random end of six characters. */
export function uniqueName(abbreviation: string, name: string, suffix: pulumi.Input<string>, separator: "" | "-"): pulumi.Output<string> {
  const middle = name.toLowerCase().replace(separator === "" ? /[^a-z0-9]/g : /[^a-z0-9-]/g, "");
  const stem = `${abbreviation}${separator}${middle}`.slice(0, 24 - 6 - separator.length).replace(/-+$/, "");
  return pulumi.interpolate`${stem}${separator}${suffix}`;
}
