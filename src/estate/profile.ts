/** What a deployment is held to: the profile decides which rules apply. */
export const profiles = ["private", "hybrid", "exfiltrationProtected", "regulated"] as const;
export type Profile = (typeof profiles)[number];
