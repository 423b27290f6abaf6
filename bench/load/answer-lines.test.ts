import { expect, it } from 'vitest';
import { answerLines } from './answer-lines.ts';

const ANSWER = `${Array.from({ length: 50 }, (_, index) => `{"line":${index + 1},"request_id":"id-${index + 1}"}\n`).join('')}{"accepted":50,"rejected":0}\n`;

it.each([1, 2, 7, 33, 34, 35, 100, 5_000])(
  'counts lines and keeps the last one, whatever the pieces: %i bytes',
  (size) => {
    const lines = answerLines(1);
    const bytes = Buffer.from(ANSWER);
    for (let start = 0; start < bytes.length; start += size) lines.push(bytes.subarray(start, start + size));
    expect(lines.summary()).toMatchObject({ answered: 50, lastLine: '{"accepted":50,"rejected":0}' });
  },
);

it('keeps some request ids, and no more than it has room for', () => {
  const lines = answerLines(2);
  for (let piece = 0; piece < 1_000; piece += 1) lines.push(Buffer.from(`{"line":1,"request_id":"id-${piece}"}\n`));
  const { requestIds } = lines.summary();
  expect(requestIds.slice(0, 3)).toEqual(['id-0', 'id-2', 'id-4']);
  expect(requestIds).toHaveLength(200);
});

it('knows of no line when nothing came', () => {
  expect(answerLines(1).summary()).toEqual({ answered: 0, lastLine: '', requestIds: [] });
});
