import { createValueStore } from '../design/value-store.ts';

/** What a screen reader is to say; the count makes the same sentence twice two announcements. */
export interface Announcement {
  readonly text: string;
  readonly count: number;
}

/** The newest announcement. */
export const announcements = createValueStore<Announcement>({ text: '', count: 0 });

/** Has a screen reader say what has happened, when it is done with what it says. */
export function announce(text: string): void {
  announcements.set({ text, count: announcements.get().count + 1 });
}
