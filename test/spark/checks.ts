/** Says each check as it is made, and counts. */
export class Checks {
  passed = 0;
  failed = 0;

  say(line: string): void {
    console.log(line);
  }

  section(title: string): void {
    this.say(`→ ${title}`);
  }

  check(what: string, holds: boolean, detail = ""): void {
    if (holds) this.passed++;
    else this.failed++;
    const told = detail.replaceAll("\n", " ").trim();
    this.say(`  ${holds ? "ok    " : "FAILED"} ${what}${told && (!holds || told.length < 140) ? `  (${told})` : ""}`);
  }

  note(text: string): void {
    this.say(`  note   ${text}`);
  }

  /** Makes a run that must show something; one that does not is void, which is said, and made once more. */
  async control<T>(what: string, attempt: () => Promise<T>, shows: (run: T) => boolean): Promise<T> {
    const first = await attempt();
    if (shows(first)) return first;
    this.note(`${what} showed nothing and is void: once more`);
    return attempt();
  }
}
