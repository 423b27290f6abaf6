import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter } from './line-splitter.ts';

describe('cutting a stream into lines', () => {
  it('keeps what has no end yet for the next piece', () => {
    const splitter = createLineSplitter(100);
    expect(splitter.push('one\ntw')).toEqual(['one']);
    expect(splitter.push('o')).toEqual([]);
    expect(splitter.push('\nthree\n')).toEqual(['two', 'three']);
  });

  it('leaves out blank lines', () => {
    expect(createLineSplitter(100).push('\n\none\n \r\n')).toEqual(['one']);
  });

  it('refuses a line that does not end', () => {
    const splitter = createLineSplitter(10);
    splitter.push('0123456789');
    expect(() => splitter.push('0')).toThrow(RangeError);
  });

  it('answers the same lines however the stream is cut into pieces', () => {
    const lines = fc.array(fc.stringMatching(/^[a-z]{1,20}$/));
    fc.assert(
      fc.property(lines, fc.array(fc.nat(300)), (sent, cuts) => {
        const stream = sent.map((line) => `${line}\n`).join('');
        const splitter = createLineSplitter(100);
        const edges = [0, ...cuts.map((cut) => Math.min(cut, stream.length)).sort((a, b) => a - b), stream.length];
        const received = edges.slice(1).flatMap((edge, index) => splitter.push(stream.slice(edges[index], edge)));
        expect(received).toEqual(sent);
      }),
    );
  });
});
