import fc from "fast-check";
import { AddressPlanError, planAddresses } from "../../../src/network/address-plan";
import { AddressRange } from "../../../src/network/address-range";

describe("planAddresses", () => {
  test("gives each workspace subnet a quarter and the endpoints a /27", () => {
    expect(planAddresses({ virtualNetwork: "10.20.0.0/22" })).toEqual({
      virtualNetwork: "10.20.0.0/22",
      host: "10.20.0.0/24",
      container: "10.20.1.0/24",
      privateEndpoints: "10.20.2.0/27",
    });
  });

  test("fits into the smallest VNet", () => {
    expect(planAddresses({ virtualNetwork: "10.20.0.0/24" })).toMatchObject({
      host: "10.20.0.0/26",
      container: "10.20.0.64/26",
      privateEndpoints: "10.20.0.128/27",
    });
  });

  test("keeps blocks that are given and carves the rest around them", () => {
    expect(planAddresses({ virtualNetwork: "10.20.0.0/22", host: "10.20.0.0/23" })).toMatchObject({
      host: "10.20.0.0/23",
      container: "10.20.2.0/24",
      privateEndpoints: "10.20.3.0/27",
    });
  });

  test.each([
    [{ virtualNetwork: "10.20.0.0" }, "virtualNetwork", /no?t? an IPv4 block/],
    [{ virtualNetwork: "10.20.300.0/22" }, "virtualNetwork", /not an IPv4 block/],
    [{ virtualNetwork: "10.20.1.0/22" }, "virtualNetwork", /did you mean 10\.20\.0\.0\/22/],
    [{ virtualNetwork: "10.0.0.0/8" }, "virtualNetwork", /between \/16 and \/24/],
    [{ virtualNetwork: "10.20.0.0/25" }, "virtualNetwork", /between \/16 and \/24/],
    [{ virtualNetwork: "10.20.0.0/22", host: "10.20.0.0/27" }, "host", /too small: at least a \/26/],
    [{ virtualNetwork: "10.20.0.0/22", container: "10.21.0.0/24" }, "container", /outside the VNet/],
    [{ virtualNetwork: "10.20.0.0/22", host: "10.20.0.0/24", container: "10.20.0.128/25" }, "container", /overlaps host/],
    [{ virtualNetwork: "10.20.0.0/22", privateEndpoints: "10.20.0.0/28" }, "privateEndpoints", /at least a \/27/],
    [{ virtualNetwork: "10.20.0.0/24", host: "10.20.0.0/25", container: "10.20.0.128/25" }, "privateEndpoints", /no \/27 is left/],
  ])("refuses %j and names %s", (input, argument, message) => {
    expect(() => planAddresses(input)).toThrow(message);
    try {
      planAddresses(input);
    } catch (error) {
      expect((error as AddressPlanError).argument).toBe(argument);
    }
  });

  test("any VNet and wanted blocks end in a plan that holds, or in an AddressPlanError", () => {
    const block = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.integer({ min: 8, max: 32 })).map(([b, c, d, prefix]) => {
      const first = Math.floor((10 * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 2 ** (32 - prefix)) * 2 ** (32 - prefix);
      return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${prefix}`;
    });
    const optional = fc.option(block, { nil: undefined, freq: 3 });
    fc.assert(
      fc.property(block, optional, optional, optional, (virtualNetwork, host, container, privateEndpoints) => {
        let plan: ReturnType<typeof planAddresses>;
        try {
          plan = planAddresses({ virtualNetwork, host, container, privateEndpoints });
        } catch (error) {
          return error instanceof AddressPlanError;
        }
        const network = AddressRange.parse(plan.virtualNetwork);
        const subnets = [plan.host, plan.container, plan.privateEndpoints].map((text) => AddressRange.parse(text));
        return (
          subnets.every((range) => network.contains(range)) &&
          subnets.every((range, i) => !subnets.slice(i + 1).some((other) => other.overlaps(range)))
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe("AddressRange", () => {
  test.each([
    ["10.0.0.0/8", true],
    ["172.16.0.0/12", true],
    ["172.32.0.0/16", false],
    ["192.168.1.0/24", true],
    ["100.64.0.0/10", true],
    ["198.51.100.0/24", false],
    ["0.0.0.0/0", false],
  ])("%s is private: %s", (text, isPrivate) => {
    expect(AddressRange.parse(text).isPrivate).toBe(isPrivate);
  });
});
