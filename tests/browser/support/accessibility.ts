import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds wrong with a page as it is now, by WCAG 2.2 A and AA: one sentence each. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

const WIDER = `[document.scrollingElement, ...document.querySelectorAll('main, [role=region][tabindex], [class*=scroller]')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map((element) => (element.ariaLabel ?? element.localName) + ': ' + element.scrollWidth + ' in ' + element.clientWidth)`;

/** What has to be scrolled sideways to be seen whole: the page itself, or a table with the columns that it has from the start. */
export async function widerThanTheScreen(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(WIDER);
}

const CUT_OFF = `[...document.querySelectorAll('[role=cell], [role=cell] *')]
  .filter((element) => getComputedStyle(element).overflow === 'hidden' && element.clientWidth > 1)
  .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => scrollWidth > clientWidth || scrollHeight > clientHeight)
  .map(({ textContent }) => textContent)`;

/** What the tables that are seen show a part of only, as without a mouse there is no way to read the rest. */
export async function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(CUT_OFF);
}
