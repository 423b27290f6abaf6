/** Whether something thrown carries one of these codes: the operating system's (`ENOENT`) or PostgreSQL's (`57P03`). */
export function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
