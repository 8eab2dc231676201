/** An input that nothing can be read from; the message says why and what would do. */
export class UnreadableInputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnreadableInputError";
  }
}
