import type { DeployedProgram } from "../../src/testing";

/** A resource of a stack export, as far as tests edit it. */
export interface Exported {
  urn: string;
  provider?: string;
  type: string;
  id?: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** Writes what a program deployed in process as `pulumi stack export` would print it. */
export function asStackExport(program: DeployedProgram): { version: number; deployment: { manifest: object; resources: Exported[] } } {
  return {
    version: 3,
    deployment: {
      manifest: {},
      resources: program.resources.map((resource) => ({
        urn: resource.urn,
        ...(resource.provider ? { provider: resource.provider } : {}),
        type: resource.token,
        ...(resource.id ? { id: resource.id } : {}),
        inputs: resource.inputs,
        outputs: resource.outputs,
      })),
    },
  };
}
