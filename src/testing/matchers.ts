import { type Answer, type Judged, passesRule, secures } from "./assertions";

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: jest declares this parameter so, and a merged interface must repeat it
    interface Matchers<R, T = {}> {
      /** Whether every rule of a link passes in what `deploy` returned. */
      toSecureLink(link: number): R;
      /** Whether a rule passes wherever it applies, and applies somewhere. */
      toPassRule(id: string): R;
    }
  }
}

/** Jest matchers, for `expect.extend(matchers)`. Other runners use the assert functions. */
export const matchers = {
  toSecureLink: (received: Judged, link: number): Answer => secures(received, link),
  toPassRule: (received: Judged, id: string): Answer => passesRule(received, id),
};
