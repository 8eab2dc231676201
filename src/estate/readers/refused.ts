import { isObject } from "../../azure/dialects/properties";

/** Files of other tools that people try: what each is, and what to do instead. */
const documents: [fits: (document: unknown) => boolean, says: string][] = [
  [
    (d) => isObject(d) && /deploymentTemplate|deploymentParameters/i.test(String(d.$schema)),
    "is an ARM template, which says what would be deployed with which parameters: deploy it, then audit what `az graph query` tells of the subscription",
  ],
  [
    (d) => isObject(d) && ("terraform_version" in d || "planned_values" in d),
    "is Terraform's state or plan, which is not read: audit what `az graph query` tells of the subscription",
  ],
  [
    (d) =>
      Array.isArray(d) && d.length > 0 && d.every((item) => isObject(item) && typeof item.id === "string" && !isObject(item.properties)),
    "is a list of resources without their properties, as `az resource list` prints it: use `az graph query -q 'resources' --first 1000` in its place",
  ],
  [(d) => isObject(d) && "resources" in d && "Resources" in d, "is a template of another cloud"],
];

/** Texts that are no JSON, by how they begin. */
const texts: [begins: RegExp, says: string][] = [
  [
    /^\s*(\/\/[^\n]*\n\s*)*(targetScope\s*=|(param|var|resource|module|metadata)\s+[\w'])/,
    "is Bicep: deploy it, then audit what `az graph query` tells of the subscription",
  ],
  [
    /^\s*(#[^\n]*\n\s*)*(terraform|provider|resource|module|variable|locals|data)\s*("|\{)/,
    "is Terraform: audit what `az graph query` tells of the subscription",
  ],
];

/** What a document of another tool is, and what to do instead; undefined for one that nobody knows. */
export const refusalOf = (document: unknown): string | undefined => documents.find(([fits]) => fits(document))?.[1];

/** The same for a text that is no JSON. */
export const refusalOfText = (text: string): string | undefined => texts.find(([begins]) => begins.test(text))?.[1];
