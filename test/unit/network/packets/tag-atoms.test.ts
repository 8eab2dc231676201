import { TagAtoms } from "../../../../src/network/packets/tag-atoms";
import { Universe } from "../../../../src/network/packets/universe";

const inside = (atoms: TagAtoms, a: string, b: string) => (atoms.of(a) & ~atoms.of(b)) === 0n;
const meet = (atoms: TagAtoms, a: string, b: string) => (atoms.of(a) & atoms.of(b)) !== 0n;

/** The table of measured relations (section 1.2 of the facts on service tags). */
describe("what is known of the tags' overlaps", () => {
  const atoms = new TagAtoms([
    ...[
      "AzureCloud",
      "AzureCloud.WestEurope",
      "Storage",
      "Storage.WestEurope",
      "Storage.NorthEurope",
      "Sql",
      "Sql.WestEurope",
      "EventHub",
      "AzureDatabricks",
    ],
    ...[
      "AzureActiveDirectory",
      "AzureActiveDirectory.ServiceEndpoint",
      "AzureActiveDirectoryDomainServices",
      "AzureFrontDoor.Frontend",
      "AzureFrontDoor.FirstParty",
    ],
    ...["DataFactory", "DataFactoryManagement", "Contoso", "AppService.WestEurope"],
  ]);

  test.each(["Sql", "EventHub", "AzureDatabricks", "Storage.WestEurope", "AppService.WestEurope"])("%s lies in AzureCloud", (tag) =>
    expect(inside(atoms, tag, "AzureCloud")).toBe(true),
  );
  test.each(["Storage", "AzureActiveDirectory", "AzureFrontDoor.Frontend", "Contoso"])("%s lies partly in AzureCloud", (tag) => {
    expect(inside(atoms, tag, "AzureCloud")).toBe(false);
    expect(meet(atoms, tag, "AzureCloud")).toBe(true);
  });
  test("AzureFrontDoor.FirstParty lies outside AzureCloud", () =>
    expect(meet(atoms, "AzureFrontDoor.FirstParty", "AzureCloud")).toBe(false));
  test.each([
    ["Storage.WestEurope", "Storage"],
    ["Storage.WestEurope", "AzureCloud.WestEurope"],
    ["Sql.WestEurope", "AzureCloud.WestEurope"],
    ["AzureActiveDirectory.ServiceEndpoint", "AzureActiveDirectory"],
    ["DataFactoryManagement", "DataFactory"],
  ])("%s lies in %s", (a, b) => {
    expect(inside(atoms, a, b)).toBe(true);
    expect(inside(atoms, b, a)).toBe(false);
  });
  test.each([
    ["Storage.WestEurope", "Storage.NorthEurope"],
    ["Storage", "Sql"],
    ["AzureActiveDirectory", "AzureDatabricks"],
    ["Contoso", "Storage"],
  ])("%s and %s do not meet", (a, b) => expect(meet(atoms, a, b)).toBe(false));
  test("Entra ID and its domain services share a part", () => {
    expect(meet(atoms, "AzureActiveDirectory", "AzureActiveDirectoryDomainServices")).toBe(true);
    expect(inside(atoms, "AzureActiveDirectoryDomainServices", "AzureActiveDirectory")).toBe(false);
  });
  test("a part of Storage is in no region, within AzureCloud and outside it", () => {
    const nowhere = atoms.of("Storage") & ~atoms.of("Storage.WestEurope") & ~atoms.of("Storage.NorthEurope");
    expect(nowhere & atoms.of("AzureCloud")).not.toBe(0n);
    expect(nowhere & ~atoms.of("AzureCloud")).not.toBe(0n);
  });
});

test("case does not tell tags apart, and a tag that was not announced is refused", () => {
  const atoms = new TagAtoms(["STORAGE.westeurope"]);
  expect(atoms.of("Storage.WestEurope")).not.toBe(0n);
  expect(() => atoms.of("Sql")).toThrow("service tag 'Sql' was not given");
});

test("known tags narrow what an address can be; private and platform addresses are in none", () => {
  const universe = new Universe(["Storage", "Sql"], [{ addresses: "20.60.222.1", tags: ["Storage"] }]);
  const at = (address: string, tag: string) => universe.prefixes([address]).overlaps(universe.tag(tag));
  expect(at("20.60.222.1", "Storage")).toBe(true);
  expect(at("20.60.222.1", "Sql")).toBe(false);
  expect(at("20.60.222.2", "Sql")).toBe(true);
  for (const address of ["10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "168.63.129.16", "169.254.169.254", "fd00::1"])
    expect(at(address, "Storage")).toBe(false);
});
