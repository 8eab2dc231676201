import { resourceTypes } from "../azure/resource-types";
import { mergeRecords } from "./merge-records";
import { type Profile, tightened } from "./profile";
import { isWebAuthHost, workspaceOf } from "./queries";
import { valueHolds } from "./references";
import { Relations } from "./relations";
import { Resource, type ResourceRecord } from "./resource";
import { Scope } from "./scope";
import { isOther } from "./unread";
import { UnknownValueError, unknownValue } from "./value";

/** What one file, stack or run tells. */
export interface EstateInput {
  /** What reports call it: the stack's name. */
  name: string;
  records: readonly ResourceRecord[];
  /** Why it does not tell everything, as sentences. Defaults to none. */
  gaps?: readonly string[];
}

/** All resources of all inputs, whoever deployed them. Every reader makes an input of it, and every rule is given one of its scopes. */
export class Estate {
  readonly name: string;
  readonly records: readonly ResourceRecord[];
  readonly #whole: Scope;

  constructor(inputs: readonly EstateInput[]) {
    this.name = [...new Set(inputs.map((input) => input.name))].join(" + ");
    this.records = inputs.flatMap((input) => input.records);
    this.#whole = new Scope(
      this.name,
      mergeRecords(this.records).map((record) => new Resource(record)),
      { gaps: inputs.flatMap((input) => input.gaps ?? []) },
    );
  }

  /**
   * A scope for each workspace that people work in, with its own profile; one for everything where there is none.
   * @param profile - what workspaces without a component of this library are held to, defaults to `private`; it tightens the others.
   * @throws RangeError where it would loosen what a component states.
   */
  scopes(profile?: Profile): Scope[] {
    const whole = this.#whole;
    const working = whole.ofType(resourceTypes.workspace).filter((workspace) => !isHost(workspace, whole));
    if (working.length === 0)
      return [new Scope(this.name, whole.resources, { profile: profile ?? "private", gaps: whole.gaps, records: this.records })];
    const relations = new Relations(whole);
    const hosts = whole.ofType(resourceTypes.workspace).filter((workspace) => !working.includes(workspace));
    const objects = whole.resources.filter((resource) => resource.type.startsWith("databricks:"));
    const ownOf = (workspace: Resource) => objects.filter((object) => isAtHome(object, workspace, whole));
    const first = working.map((workspace) => relations.of(workspace, hosts, ownOf(workspace)));
    const ours = new Set(first.flatMap((set) => [...(set ?? [])]));
    const orphans = whole.resources.filter((resource) => !ours.has(resource) && !relations.isSomebodyElses(resource, ours));
    const related = new Map(
      working.map((workspace, i) => [
        workspace,
        orphans.length === 0 ? first[i] : relations.of(workspace, hosts, [...ownOf(workspace), ...orphans]),
      ]),
    );
    return working.map((workspace) => {
      const others = new Set(working.filter((other) => other !== workspace));
      const own = related.get(workspace);
      const resources = whole.resources.filter((resource) => !others.has(resource) && belongs(resource, workspace, own, whole));
      return new Scope(working.length === 1 ? this.name : `${this.name}: ${workspace.name}`, resources, {
        profile: workspace.profile === undefined ? (profile ?? "private") : tightened(workspace.profile, profile),
        workspace,
        gaps: whole.gaps,
        otherWorkspaces: [...others],
        records: this.records,
      });
    });
  }
}

/** Whether a resource counts for a workspace: it has to do with it, or it cannot be told that it has not. */
function belongs(resource: Resource, workspace: Resource, related: Set<Resource> | undefined, whole: Scope): boolean {
  if (resource.type.startsWith("databricks:")) return isAtHome(resource, workspace, whole);
  if (related === undefined || related.has(resource) || resource.knownId === undefined) return true;
  return isOther(resource) || valueHolds(resource.properties, (value) => value === unknownValue);
}

/** Whether a Databricks object lives in a workspace, or may. */
function isAtHome(object: Resource, workspace: Resource, whole: Scope): boolean {
  const home = workspaceOf(whole, object);
  return home === "unknown" || home === workspace;
}

function isHost(workspace: Resource, whole: Scope): boolean {
  try {
    return isWebAuthHost(workspace, whole);
  } catch (error) {
    if (error instanceof UnknownValueError) return false;
    throw error;
  }
}
