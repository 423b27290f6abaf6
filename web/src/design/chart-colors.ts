/** The colours of a chart, which is drawn on a canvas and cannot use variables. */
export interface ChartColors {
  readonly accent: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly panel: string;
  readonly gain: string;
  readonly loss: string;
}

/** Reads the colours that are in force where a chart stands. */
export function colorsOf(element: Element): ChartColors {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    accent: read('accent'),
    ink: read('ink'),
    soft: read('ink-soft'),
    line: read('line'),
    panel: read('panel'),
    gain: read('gain'),
    loss: read('loss'),
  };
}
