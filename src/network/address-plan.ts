import { prefixLimits } from "../azure/subnet-rules";
import { AddressRange } from "./address-range";

/** The blocks of a workspace's VNet. */
export interface AddressPlan {
  virtualNetwork: string;
  host: string;
  container: string;
  privateEndpoints: string;
}

/** What an address plan starts from; each block that is not given is carved out of the VNet. */
export interface AddressPlanInput {
  virtualNetwork: string;
  host?: string | undefined;
  container?: string | undefined;
  privateEndpoints?: string | undefined;
}

/** An address plan that cannot be: which argument is wrong, and what to do. */
export class AddressPlanError extends Error {
  readonly argument: keyof AddressPlan;

  constructor(argument: keyof AddressPlan, message: string) {
    super(message);
    this.name = "AddressPlanError";
    this.argument = argument;
  }
}

/**
 * Divides a VNet into host, container and private-endpoint subnets. By default each workspace subnet takes a quarter of
 * the VNet (so that a /22 gives two /24) and the endpoints take a /27 of what is left.
 * @throws {AddressPlanError} for a block that is malformed, too small, outside the VNet, or overlaps another.
 */
export function planAddresses(input: AddressPlanInput): AddressPlan {
  const virtualNetwork = parse("virtualNetwork", input.virtualNetwork);
  const { largest, smallest } = prefixLimits.virtualNetwork;
  if (virtualNetwork.prefixLength < largest || virtualNetwork.prefixLength > smallest) {
    throw new AddressPlanError(
      "virtualNetwork",
      `'${virtualNetwork}' is a /${virtualNetwork.prefixLength}: Databricks accepts a VNet between /${largest} and /${smallest}, for example ${virtualNetwork.address(0)}/${virtualNetwork.prefixLength < largest ? largest : 22}`,
    );
  }
  const taken: AddressRange[] = [];
  const given: Partial<Record<keyof AddressPlan, AddressRange>> = {};
  for (const [argument, limit] of subnets) {
    const text = input[argument];
    if (text === undefined) continue;
    const range = parse(argument, text);
    if (range.prefixLength > limit) {
      throw new AddressPlanError(
        argument,
        `'${range}' is too small: at least a /${limit} is needed, for example ${range.address(0)}/${limit}`,
      );
    }
    if (!virtualNetwork.contains(range)) {
      throw new AddressPlanError(argument, `'${range}' lies outside the VNet ${virtualNetwork}: choose a block inside it`);
    }
    const other = subnets.map(([name]) => name).find((name) => given[name]?.overlaps(range));
    if (other) throw new AddressPlanError(argument, `'${range}' overlaps ${other} '${given[other]}': choose blocks that do not overlap`);
    given[argument] = range;
    taken.push(range);
  }
  const plan = { virtualNetwork: virtualNetwork.toString() } as AddressPlan;
  for (const [argument, limit, wanted] of subnets) {
    const range = given[argument] ?? virtualNetwork.carve(wanted(virtualNetwork), taken) ?? virtualNetwork.carve(limit, taken);
    if (!range) {
      throw new AddressPlanError(argument, `no /${limit} is left in the VNet ${virtualNetwork}: give a larger VNet or smaller subnets`);
    }
    if (!given[argument]) taken.push(range);
    plan[argument] = range.toString();
  }
  return plan;
}

const workspaceSubnet = (virtualNetwork: AddressRange) => Math.min(virtualNetwork.prefixLength + 2, prefixLimits.workspaceSubnet.smallest);

const subnets: ["host" | "container" | "privateEndpoints", number, (virtualNetwork: AddressRange) => number][] = [
  ["host", prefixLimits.workspaceSubnet.smallest, workspaceSubnet],
  ["container", prefixLimits.workspaceSubnet.smallest, workspaceSubnet],
  ["privateEndpoints", prefixLimits.privateEndpointSubnet.smallest, () => prefixLimits.privateEndpointSubnet.smallest],
];

function parse(argument: keyof AddressPlan, text: string): AddressRange {
  try {
    return AddressRange.parse(text);
  } catch (error) {
    throw new AddressPlanError(argument, (error as Error).message);
  }
}
