/** Thrown when what answers is not the API, or another version of it: the address may be wrong. */
export class UnexpectedAnswer extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(`what answers is not Bourse, or another version of it: ${detail}`, options);
    this.name = 'UnexpectedAnswer';
  }
}
