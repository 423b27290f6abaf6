import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AlignedChange, Change } from './values.tsx';

/** What is seen of it without colours, and what is read aloud. */
function written(component: typeof Change | typeof AlignedChange, value: string) {
  const markup = renderToStaticMarkup(createElement(component, { value }));
  const text = (html: string): string => html.replaceAll(/<[^>]*>/g, '');
  return { seen: text(markup), heard: text(markup.replaceAll(/<span[^>]*aria-hidden="true"[^>]*>[^<]*<\/span>/g, '')) };
}

describe.each([
  ['Change', Change],
  ['AlignedChange', AlignedChange],
])('a gain or loss as %s', (_name, component) => {
  it('is told by its sign and by an arrow, whatever its colour', () => {
    expect(written(component, '1234.5').seen).toBe('▲+1,234.50');
    expect(written(component, '-0.000001').seen).toBe('▼\u22120.000001');
  });

  it('is read aloud by its sign alone', () => {
    expect(written(component, '12.00').heard).toBe('+12.00');
    expect(written(component, '-12.00').heard).toBe('\u221212.00');
  });

  it('has neither when nothing was gained or lost', () => {
    expect(written(component, '0.00').seen).toBe('0.00');
    expect(written(component, '-0.00').seen).toBe('0.00');
  });
});
