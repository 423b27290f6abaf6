import { createTheme, SegmentedControl } from '@mantine/core';

/** What Mantine is told; colours and type are set as variables in design/tokens.css, which needs no style in the document. */
export const theme = createTheme({
  cursorType: 'pointer',
  defaultRadius: 'sm',
  focusRing: 'auto',
  respectReducedMotion: true,
  // The lines between segments come and go with the choice.
  components: { SegmentedControl: SegmentedControl.extend({ defaultProps: { withItemsBorders: false } }) },
});
