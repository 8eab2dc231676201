import { AzureCloud, cloudOfRegion } from "./clouds";

/**
 * The regions that Azure Databricks runs in, by the name that Azure Resource Manager uses, with the suffix that service tags
 * carry there (`Sql.WestEurope`). From memory of Azure's pages of regions and service tags; a region that is missing here is not
 * refused, and its suffix is then its own name (Azure compares tags without regard to case).
 */
const tagSuffixes: Record<AzureCloud, string[]> = {
  [AzureCloud.Public]: [
    "AustraliaCentral",
    "AustraliaCentral2",
    "AustraliaEast",
    "AustraliaSoutheast",
    "BrazilSouth",
    "CanadaCentral",
    "CanadaEast",
    "CentralIndia",
    "CentralUS",
    "EastAsia",
    "EastUS",
    "EastUS2",
    "FranceCentral",
    "GermanyWestCentral",
    "JapanEast",
    "JapanWest",
    "KoreaCentral",
    "MexicoCentral",
    "NorthCentralUS",
    "NorthEurope",
    "NorwayEast",
    "QatarCentral",
    "SouthAfricaNorth",
    "SouthCentralUS",
    "SoutheastAsia",
    "SouthIndia",
    "SwedenCentral",
    "SwitzerlandNorth",
    "SwitzerlandWest",
    "UAENorth",
    "UKSouth",
    "UKWest",
    "WestCentralUS",
    "WestEurope",
    "WestIndia",
    "WestUS",
    "WestUS2",
    "WestUS3",
  ],
  [AzureCloud.UsGovernment]: ["USGovArizona", "USGovVirginia"],
  [AzureCloud.China]: ["ChinaEast2", "ChinaEast3", "ChinaNorth2", "ChinaNorth3"],
};

/** The names of the regions of one cloud, such as `westeurope`. */
export function regionsOf(cloud: AzureCloud): string[] {
  return tagSuffixes[cloud].map((suffix) => suffix.toLowerCase());
}

/** A region's name in the form that Azure Resource Manager compares: `West Europe` becomes `westeurope`. */
export function normalRegion(region: string): string {
  return region.toLowerCase().replaceAll(" ", "");
}

/** The suffix of service tags in a region, such as `WestEurope`. */
export function tagSuffix(region: string): string {
  const name = normalRegion(region);
  return tagSuffixes[cloudOfRegion(name)].find((suffix) => suffix.toLowerCase() === name) ?? name;
}
