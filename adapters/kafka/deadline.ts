import { Fault } from '@bourse/application/ports/fault.ts';

/** Waits for work, but not longer: then throws Fault('unavailable') and drops what becomes of the work. */
export async function withinMs<Answer>(maxMs: number, what: string, work: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Fault('unavailable', `Kafka: ${what} took longer than ${maxMs} ms`)), maxMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
