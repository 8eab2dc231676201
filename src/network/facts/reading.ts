import type { AssumptionId } from "./assumptions";

/** `more`: what is undecided lets packets through; for claims of safety. `less`: it does not; for claims that something works. */
export type Leaning = "more" | "less";

/** What is undecided: the id of an assumption, or a sentence on what has not been read. */
export type Undecided = AssumptionId | (string & {});

/** What a caller settles, as from a measurement of its own. */
export type Settled = Readonly<Partial<Record<AssumptionId, Leaning>> & Record<string, Leaning | undefined>>;

/** One consistent way to read all that is undecided. It remembers what it was asked, so that an answer can name it. */
export class Reading {
  readonly leaning: Leaning;
  readonly settled: Settled;
  readonly asked = new Set<Undecided>();
  /** What was asked that lets neither more nor less through, but other packets. */
  readonly worlds = new Set<Undecided>();

  constructor(leaning: Leaning, settled: Settled = {}) {
    this.leaning = leaning;
    this.settled = settled;
  }

  /** Whether an undecided thing is read so that more packets pass. */
  lets(undecided: Undecided): boolean {
    const settled = this.settled[undecided];
    if (settled) return settled === "more";
    this.asked.add(undecided);
    return this.leaning === "more";
  }

  /**
   * Whether an undecided thing holds, where neither answer lets more through than the other. `decide` asks the whole
   * question for each.
   */
  holds(undecided: Undecided): boolean {
    const settled = this.settled[undecided];
    if (!settled) this.worlds.add(undecided);
    return settled !== "less";
  }

  /** Whether an undecided thing can hold at all: unless it is settled, it can. */
  mayHold(undecided: Undecided): boolean {
    return this.settled[undecided] !== "less";
  }

  /** Whether an undecided part belongs to what a rule matches: an Allow takes it in where more is to pass, a Deny where less is. */
  widens(undecided: Undecided, access: "Allow" | "Deny"): boolean {
    return this.lets(undecided) === (access === "Allow");
  }
}

/** An answer in three values; an unknown one names what would have to be known. */
export interface Answer {
  verdict: "yes" | "no" | "unknown";
  because: Undecided[];
}

/**
 * Asks a question in every reading. Where the answers differ, names what, if it were settled alone, would change what is
 * known; or, if nothing would alone, all that was asked. Names nothing where the question itself is what is undecided.
 */
export function decide(question: (reading: Reading) => boolean, settled: Settled = {}): Answer {
  const { atMost, atLeast, asked } = ask(question, settled);
  if (atMost === atLeast) return { verdict: atMost ? "yes" : "no", because: [] };
  const changes = (one: Undecided, to: Leaning) => {
    const after = ask(question, { ...settled, [one]: to });
    return after.atMost !== atMost || after.atLeast !== atLeast;
  };
  const turning = asked.filter((one) => changes(one, "more") || changes(one, "less"));
  if (turning.length > 0) return { verdict: "unknown", because: turning };
  const all = ask(question, { ...settled, ...Object.fromEntries(asked.map((one) => [one, "more" as const])) });
  return { verdict: "unknown", because: all.atMost === all.atLeast ? asked : [] };
}

function ask(question: (reading: Reading) => boolean, settled: Settled): { atMost: boolean; atLeast: boolean; asked: Undecided[] } {
  const asked = new Set<Undecided>();
  const answers = (leaning: Leaning, world: Settled): boolean[] => {
    const reading = new Reading(leaning, world);
    const answer = question(reading);
    for (const one of [...reading.asked, ...reading.worlds]) asked.add(one);
    const [open] = reading.worlds;
    return open === undefined
      ? [answer]
      : [...answers(leaning, { ...world, [open]: "more" }), ...answers(leaning, { ...world, [open]: "less" })];
  };
  return { atMost: answers("more", settled).includes(true), atLeast: !answers("less", settled).includes(false), asked: [...asked] };
}
