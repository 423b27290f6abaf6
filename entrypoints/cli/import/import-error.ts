/** Why an import cannot begin or go on, in a sentence for the person at the terminal. What is in already stays in. */
export class ImportError extends Error {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = 'ImportError';
  }
}
