import type { Finding } from './finding.ts';
import { describeFinding } from './finding.ts';

/** What was known, and behind it what was found and not known, each once; the first `most` of them. */
export function addFindings(known: readonly Finding[], found: readonly Finding[], most: number): readonly Finding[] {
  const byText = new Map<string, Finding>();
  for (const finding of [...known, ...found]) {
    const text = describeFinding(finding);
    if (!byText.has(text)) byText.set(text, finding);
  }
  return [...byText.values()].slice(0, most);
}

/** What is known without what was cleared. */
export function withoutFindings(known: readonly Finding[], cleared: readonly Finding[]): readonly Finding[] {
  const texts = new Set(cleared.map(describeFinding));
  return known.filter((finding) => !texts.has(describeFinding(finding)));
}
