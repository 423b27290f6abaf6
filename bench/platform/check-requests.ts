import type { BourseUnderLoad } from './bourse-under-load.ts';

const AT_ONCE = 200;

/** What the platform says of requests that must all have succeeded, in sentences. */
export async function checkRequests(
  { bourse, office }: BourseUnderLoad,
  requestIds: readonly string[],
): Promise<string[]> {
  const headers = { authorization: `Bearer ${await office.operatorToken()}` };
  const faults: string[] = [];
  for (let start = 0; start < requestIds.length; start += AT_ONCE) {
    const ids = requestIds.slice(start, start + AT_ONCE);
    const response = await fetch(`http://127.0.0.1:${bourse.port}/api/v1/requests?ids=${ids.join(',')}`, { headers });
    const { items = [] } = (await response.json()) as { items?: { status: string }[] };
    const succeeded = items.filter(({ status }) => status === 'SUCCESS').length;
    if (succeeded !== ids.length) faults.push(`${ids.length - succeeded} of ${ids.length} requests have not succeeded`);
  }
  return faults;
}
