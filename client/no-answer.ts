/** Thrown when a request got no answer, or one that broke off: whether it took effect is not known. */
export class NoAnswer extends Error {
  /** In a word or two: "ECONNREFUSED". */
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`there was no answer (${reason})`, options);
    this.name = 'NoAnswer';
    this.reason = reason;
  }
}

/** Makes a NoAnswer of what a fetch, or the reading of its answer, failed with. */
export function noAnswerOf(error: unknown): NoAnswer {
  return new NoAnswer(reasonOf(error), { cause: error });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}
