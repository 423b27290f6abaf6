import type { Page } from 'playwright-core';
import { until } from '../../support/until.ts';

/** More steps than any view has. */
export const MAX_STEPS = 150;

/** What has the focus. */
export interface Focused {
  /** Its number, where a test has numbered what can be operated. */
  readonly stop: string | null;
  readonly name: string;
  /** Whether one sees where the focus is. */
  readonly isSeen: boolean;
  readonly isAnything: boolean;
}

const FOCUSED = `(() => {
  const element = document.activeElement;
  const { outlineStyle, boxShadow } = getComputedStyle(element);
  const box = element.closest('label, [class*=Input], [class*=SegmentedControl]') ?? element;
  const around = getComputedStyle(box);
  return {
    isAnything: element !== document.body,
    stop: element.dataset.stop ?? null,
    name: (element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '').trim(),
    isSeen: outlineStyle !== 'none' || boxShadow !== 'none' || around.outlineStyle !== 'none' || element.type === 'radio',
  };
})()`;

export async function focused(page: Page): Promise<Focused> {
  return page.evaluate<Focused>(FOCUSED);
}

/** Goes on by Tab until what is called so has the focus. Throws when nothing is. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < MAX_STEPS; step += 1) {
    await page.keyboard.press('Tab');
    if (name.test((await focused(page)).name)) return;
  }
  throw new Error(`no key leads to ${String(name)}`);
}

/** Waits until the focus is on what is called so, and is seen there. */
export async function focusAt(page: Page, name: string): Promise<void> {
  await until(`the focus to be seen at ${name}`, async () => {
    const now = await focused(page);
    return now.name === name && now.isSeen;
  });
}
