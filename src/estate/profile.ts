/** What a deployment is held to: the profile decides which rules apply. */
export const profiles = ["private", "hybrid", "exfiltrationProtected", "regulated"] as const;
export type Profile = (typeof profiles)[number];

/** How much a profile asks for: the higher ones ask for all that lower ones do. */
const strictness: Record<Profile, number> = { hybrid: 0, private: 1, exfiltrationProtected: 2, regulated: 2 };

/** The stricter of what a component states and what somebody asks for. @throws RangeError where the second is not stricter. */
export function tightened(stated: Profile, wanted: Profile | undefined): Profile {
  if (wanted === undefined || wanted === stated) return stated;
  if (strictness[wanted] > strictness[stated]) return wanted;
  throw new RangeError(
    `profile '${wanted}' asks for less than '${stated}', which the component states: leave it out, or name a stricter one`,
  );
}

/** The strictest of some profiles; of two that ask for other things, the first. */
export function strictest(stated: Profile[]): Profile | undefined {
  return stated.toSorted((a, b) => strictness[b] - strictness[a])[0];
}
