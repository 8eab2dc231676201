import type { AssumptionId } from "./assumptions";

/** `more`: what is undecided lets packets through; for claims of safety. `less`: it does not; for claims that something works. */
export type Leaning = "more" | "less";

/** What is undecided: the id of an assumption, or a sentence on what has not been read. */
export type Undecided = AssumptionId | (string & {});

/** Assumptions that a caller settles, as from a measurement of its own. */
export type Settled = Partial<Record<AssumptionId, Leaning>>;

/** One consistent way to read all that is undecided. It remembers what it was asked, so that an answer can name it. */
export class Reading {
  readonly leaning: Leaning;
  readonly settled: Settled;
  readonly asked = new Set<Undecided>();
  readonly #exception: Undecided | undefined;

  /** @param exception The one undecided thing that is read the other way. */
  constructor(leaning: Leaning, settled: Settled = {}, exception?: Undecided) {
    this.leaning = leaning;
    this.settled = settled;
    this.#exception = exception;
  }

  /** Whether an undecided thing is read so that more packets pass. */
  lets(undecided: Undecided): boolean {
    const settled = this.settled[undecided as AssumptionId];
    if (settled) return settled === "more";
    this.asked.add(undecided);
    return (this.leaning === "more") !== (this.#exception === undecided);
  }

  /** Whether an undecided thing can hold at all: unless it is settled, it can. */
  mayHold(undecided: Undecided): boolean {
    return this.settled[undecided as AssumptionId] !== "less";
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
 * Asks a question in both readings. Where they differ, names what alone turns one reading's answer, or, if nothing does
 * alone, all that was asked.
 */
export function decide(question: (reading: Reading) => boolean, settled: Settled = {}): Answer {
  const more = new Reading("more", settled);
  const less = new Reading("less", settled);
  const atMost = question(more);
  const atLeast = question(less);
  if (atMost === atLeast) return { verdict: atMost ? "yes" : "no", because: [] };
  const asked = [...new Set([...more.asked, ...less.asked])];
  const turning = asked.filter(
    (one) => question(new Reading("more", settled, one)) !== atMost || question(new Reading("less", settled, one)) !== atLeast,
  );
  return { verdict: "unknown", because: turning.length > 0 ? turning : asked };
}
