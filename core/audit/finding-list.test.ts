import { describe, expect, it } from 'vitest';
import type { Finding } from './finding.ts';
import { addFindings, withoutFindings } from './finding-list.ts';

const found = (accountId: string): Finding => ({
  kind: 'balance-mismatch',
  partition: null,
  sequence: null,
  accountId,
  detail: 'differs',
});
const [one, two, three] = [found('one'), found('two'), found('three')];

describe('a list of findings', () => {
  it('takes what is new behind what is known, each once', () => {
    expect(addFindings([two], [one, found('two'), one, three], 10)).toEqual([two, one, three]);
  });

  it('keeps the oldest when there are too many', () => {
    expect(addFindings([one, two], [three], 2)).toEqual([one, two]);
  });

  it('loses what is cleared and keeps what came since', () => {
    expect(withoutFindings([one, two, three], [found('one'), three])).toEqual([two]);
  });
});
