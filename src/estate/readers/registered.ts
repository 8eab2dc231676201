import type { ResourceRecord } from "../resource";
import { Scope } from "../scope";
import { deploymentType, profileOf, toProperties, workspaceFinder } from "./records";

/** A resource as a program registered it: what the in-process run keeps of each. */
export interface RegisteredRecord {
  type: string;
  name: string;
  id?: string | undefined;
  urn: string;
  /** Whether it was only read. */
  external?: boolean | undefined;
  /** The reference of its provider: a URN and an id. */
  provider?: string | undefined;
  inputs: unknown;
  outputs: unknown;
}

/** Reads what a program registered while it ran in process. */
export function readRegistered(name: string, registered: RegisteredRecord[]): Scope {
  const workspaceOf = workspaceFinder(registered);
  const records = registered.flatMap((resource): ResourceRecord[] => {
    const type = deploymentType(resource.type);
    if (!type) return [];
    return [
      {
        key: `${resource.type}::${resource.name}`,
        name: resource.name,
        type,
        ...(resource.id ? { id: resource.id } : {}),
        properties: toProperties(resource.inputs, resource.outputs),
        workspaceId: workspaceOf(resource),
        isForeign: resource.external === true,
      },
    ];
  });
  return new Scope(name, records, profileOf(registered));
}
