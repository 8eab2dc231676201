import { resourceTypes } from "./resource-types";

/** What Azure accepts as the name of a resource. */
export interface NameRule {
  /** Characters, at least. */
  min: number;
  /** Characters, at most. */
  max: number;
  pattern: RegExp;
  /** The pattern in words, for messages. */
  words: string;
  /** Whether the rule was read in a source (facts: `verified`) or is from memory. */
  verified: boolean;
}

const networkName = (max: number): NameRule => ({
  min: 1,
  max,
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$/,
  words: "letters, digits, '.', '_' and '-', starting with a letter or digit and ending with a letter, digit or '_'",
  verified: false,
});

const lettersDigitsHyphens = "letters, digits and '-'";

/**
 * Name rules by Azure resource type. Workspace, access connector, vault and storage account are those of the
 * published types (2026-01-01, 2024-11-01, 2024-01-01); the others are from memory of Azure's naming page.
 */
export const nameRules: Record<string, NameRule> = {
  [resourceTypes.workspace.arm]: { min: 3, max: 64, pattern: /^[A-Za-z0-9_-]+$/, words: "letters, digits, '_' and '-'", verified: true },
  [resourceTypes.accessConnector.arm]: {
    min: 3,
    max: 64,
    pattern: /^[A-Za-z0-9_-]+$/,
    words: "letters, digits, '_' and '-'",
    verified: true,
  },
  [resourceTypes.vault.arm]: {
    min: 3,
    max: 24,
    pattern: /^[A-Za-z](?!.*--)[A-Za-z0-9-]*[A-Za-z0-9]$/,
    words: `${lettersDigitsHyphens}, starting with a letter, ending with a letter or digit, without '--'`,
    verified: true,
  },
  [resourceTypes.storageAccount.arm]: { min: 3, max: 24, pattern: /^[a-z0-9]+$/, words: "lower-case letters and digits", verified: true },
  [resourceTypes.resourceGroup.arm]: {
    min: 1,
    max: 90,
    pattern: /^[\p{L}\p{N}._()-]*[\p{L}\p{N}_()-]$/u,
    words: "letters, digits, '-', '.', '_', '(' and ')', not ending with '.'",
    verified: false,
  },
  [resourceTypes.key.arm]: { min: 1, max: 127, pattern: /^[A-Za-z0-9-]+$/, words: lettersDigitsHyphens, verified: false },
  [resourceTypes.secret.arm]: { min: 1, max: 127, pattern: /^[A-Za-z0-9-]+$/, words: lettersDigitsHyphens, verified: false },
  [resourceTypes.blobContainer.arm]: {
    min: 3,
    max: 63,
    pattern: /^[a-z0-9](?!.*--)[a-z0-9-]*[a-z0-9]$/,
    words: "lower-case letters, digits and '-', without '--'",
    verified: false,
  },
  [resourceTypes.logAnalyticsWorkspace.arm]: {
    min: 4,
    max: 63,
    pattern: /^[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$/,
    words: lettersDigitsHyphens,
    verified: false,
  },
  [resourceTypes.virtualNetwork.arm]: { ...networkName(64), min: 2 },
  [resourceTypes.subnet.arm]: networkName(80),
  [resourceTypes.networkSecurityGroup.arm]: networkName(80),
  [resourceTypes.securityRule.arm]: networkName(80),
  [resourceTypes.natGateway.arm]: networkName(80),
  [resourceTypes.publicIpAddress.arm]: networkName(80),
  [resourceTypes.privateEndpoint.arm]: { ...networkName(64), min: 2 },
  [resourceTypes.routeTable.arm]: networkName(80),
};

/** Why a name is refused for a type, in words, or undefined where it is accepted or the type has no rule here. */
export function nameProblem(type: string, name: string): string | undefined {
  const rule = nameRules[type];
  if (!rule) return undefined;
  if (name.length < rule.min) return `is too short (${name.length}): at least ${rule.min} characters required`;
  if (name.length > rule.max) return `is too long (${name.length}): at most ${rule.max} characters allowed`;
  if (!rule.pattern.test(name)) return `does not match ${rule.pattern}: allowed are ${rule.words}`;
  return undefined;
}
